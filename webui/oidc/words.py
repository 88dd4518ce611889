"""The words of signing in through a provider. Russian and English, the same keys."""

from __future__ import annotations

RU = {
    "title": "Вход через службу",
    "lead": "Связь с учётной записью в «{name}»: входить можно и через неё. Пароль остаётся.",
    "off": "Вход через службу в этой школе не настроен.",
    "linked": "Связано {moment}.",
    "waiting": "Назначено администратором; свяжется при первом входе.",
    "not_linked": "Не связано.",
    "link": "Связать с «{name}»",
    "unlink": "Отвязать",
    "go_title": "Связать учётную запись",
    "go_lead": "Дальше откроется «{name}». Войдите там под своим именем: этот вход будет закреплён за вами.",
    "go": "Продолжить на «{name}»",
    "linked_done": "Связано: теперь можно входить и так.",
    "unlinked_done": "Отвязано.",
    "named_done": "Сохранено.",
    "of_person": "Вход сотрудника через службу",
    "named": "Как служба называет человека: {claim}",
    "name_hint": "Точно как в службе. Кто придёт с этим именем первым, будет закреплён за этой записью.",
    "name_save": "Сохранить",
    "to_accounts": "Учётные записи",
    "login": "Логин",
}
EN = {
    "title": "Sign-in through a provider",
    "lead": "A link with your account at {name}: you can sign in through it too. The password stays.",
    "off": "Signing in through a provider is not set up here.",
    "linked": "Linked {moment}.",
    "waiting": "Named by the administrator; will be linked at the first sign-in.",
    "not_linked": "Not linked.",
    "link": "Link with {name}",
    "unlink": "Unlink",
    "go_title": "Link the account",
    "go_lead": "Next {name} opens. Sign in there as yourself: that identity will be yours here.",
    "go": "Go on to {name}",
    "linked_done": "Linked: you can sign in so from now on.",
    "unlinked_done": "Unlinked.",
    "named_done": "Saved.",
    "of_person": "A person's sign-in through the provider",
    "named": "How the provider names the person: {claim}",
    "name_hint": "Exactly as the provider has it. Whoever comes with that name first is bound to this account.",
    "name_save": "Save",
    "to_accounts": "Accounts",
    "login": "Login",
}
WORDS = {"ru": RU, "en": EN}
