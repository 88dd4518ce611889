"""What an administrator does with accounts: make, block, give a one-time password; each change is a log event.

A one-time password is told once, lasts three days and must be changed at the first sign-in; nobody but its owner ever
knows the password after it (R78). It appoints nobody; staff.py does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.actor import Actor
from records.compromise.cases import unrestored
from records.digest import Json
from records.errors import InputError, NotFoundError, StateError
from records.identity import Entropy, random_id
from records.log.audit import EventKind, append_event
from records.school.tables import Person
from webui.accounts.passkeys import has_passkey
from webui.accounts.passwords import hash_password, one_time_password
from webui.accounts.sessions import end_all
from webui.accounts.tables import Account
from webui.accounts.ways_in import take_away

ONE_TIME_LASTS = timedelta(days=3)
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_LATIN = dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)) | {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A person and their account, if any, in the administrator's list."""

    person: str
    name: str
    account: str | None
    login: str
    active: bool
    until: date | None
    must_change: bool
    second_factor: bool


def accounts(session: Session, school: str) -> tuple[AccountLine, ...]:
    """Every member of staff, with or without an account, by name."""
    rows = session.execute(
        select(Person, Account, has_passkey())
        .outerjoin(Account, and_(Account.school_id == Person.school_id, Account.person_id == Person.id))
        .where(Person.school_id == school)
        .order_by(Person.name)
    )
    return tuple(_line(person, account, passkey) for person, account, passkey in rows)


def _line(person: Person, account: Account | None, passkey: bool) -> AccountLine:
    if account is None:
        return AccountLine(person.id, person.name, None, "", False, None, False, False)
    factor = passkey or account.totp is not None
    return AccountLine(
        person.id,
        person.name,
        account.id,
        account.login,
        account.active,
        account.until,
        account.must_change,
        factor,
    )


def get_account(session: Session, school: str, account: str) -> Account:
    """The account. Raises NotFoundError."""
    row = session.get(Account, (school, account))
    if row is None:
        raise NotFoundError(
            "account.absent", f"Учётной записи {account} нет.", f"there is no account {account}"
        )
    return row


def add_person(session: Session, school: str, name: str, entropy: Entropy) -> str:
    """The id of the member of staff of that name, entered now if there was none. Raises InputError."""
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120:
        raise InputError(
            "person.name", "Укажите фамилию, имя и отчество.", "give surname, given name and patronymic"
        )
    found = session.scalar(select(Person.id).where(Person.school_id == school, Person.name == name))
    if found:
        return found
    person = Person(school_id=school, id=random_id(entropy), name=name)
    session.add(person)
    session.flush()
    return person.id


def create_account(
    session: Session,
    actor: Actor,
    person: str,
    login: str,
    until: date | None,
    at: datetime,
    entropy: Entropy,
) -> tuple[Account, str]:
    """Give the person an account, and its one-time password. Raises InputError, StateError."""
    name = session.get_one(Person, (actor.school, person)).name
    login = login.strip().casefold() or free_login(session, actor.school, name)
    if not LOGIN.fullmatch(login):
        raise InputError(
            "account.login",
            f"Логин «{login}»: латинские буквы, цифры, точка, дефис; от 2 до 40 знаков.",
            f"login {login!r}: Latin letters, digits, dot, hyphen; 2 to 40 characters",
        )
    taken = select(Account.login).where(
        Account.school_id == actor.school, (Account.login == login) | (Account.person_id == person)
    )
    if session.scalar(taken):
        raise _taken(login)
    account = Account(
        school_id=actor.school,
        id=random_id(entropy),
        person_id=person,
        login=login,
        until=until,
        created_at=at,
    )
    session.add(account)
    code = _give_one_time(account, at, entropy)
    try:
        session.flush()
    except IntegrityError:  # another administrator was a moment earlier: nothing of this transaction stays
        raise _taken(login) from None
    _log(session, EventKind.ACCOUNT_CREATED, actor, account, at, entropy)
    return account, code


def _taken(login: str) -> StateError:
    return StateError(
        "account.taken",
        f"Логин «{login}» занят, или у сотрудника уже есть учётная запись.",
        f"the login {login!r} is taken, or the person has an account already",
    )


def block(session: Session, actor: Actor, account: Account, at: datetime, entropy: Entropy) -> None:
    """Shut another's account. Raises StateError for one's own."""
    _not_oneself(actor, account)
    shut(session, actor, account, at, entropy)


def shut(session: Session, actor: Actor, account: Account, at: datetime, entropy: Entropy) -> None:
    """Shut the account, be it one's own whose password a stranger knows, and end its sessions."""
    account.active = False
    end_all(session, account, at)
    _log(session, EventKind.ACCOUNT_BLOCKED, actor, account, at, entropy)


def unblock(session: Session, actor: Actor, account: Account, at: datetime, entropy: Entropy) -> None:
    """Open the account again. Raises StateError for one's own, and while a report keeps it shut."""
    _not_oneself(actor, account)
    _not_compromised(session, account)
    account.active = True
    _log(session, EventKind.ACCOUNT_UNBLOCKED, actor, account, at, entropy)


def reset(session: Session, actor: Actor, account: Account, at: datetime, entropy: Entropy) -> str:
    """A one-time password in place of every way in; sessions end. Raises StateError as unblock does."""
    _not_oneself(actor, account)
    _not_compromised(session, account)
    code = _give_one_time(account, at, entropy)
    take_away(session, account)
    end_all(session, account, at)
    _log(session, EventKind.ACCOUNT_RESET, actor, account, at, entropy)
    return code


def free_login(session: Session, school: str, name: str) -> str:
    """A login from a name that nobody has yet: `orlov.ps`, then `orlov.ps2`."""
    base = spell_login(name)
    taken = set(
        session.scalars(
            select(Account.login).where(Account.school_id == school, Account.login.startswith(base))
        )
    )
    return next(
        login for login in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if login not in taken
    )


def spell_login(name: str) -> str:
    """`Орлов Павел Сергеевич` -> `orlov.ps`."""
    spelled = [
        re.sub(r"[^a-z0-9]", "", "".join(_LATIN.get(sign, sign) for sign in word.casefold()))
        for word in name.split()
    ]
    words = [word for word in spelled if word] or ["user"]
    initials = "".join(word[0] for word in words[1:])
    return words[0][:30] + (f".{initials[:5]}" if initials else "00"[: 2 - len(words[0])])


def _give_one_time(account: Account, at: datetime, entropy: Entropy) -> str:
    code = one_time_password(entropy)
    account.password = hash_password(code, entropy)
    account.password_until, account.must_change = at + ONE_TIME_LASTS, True
    return code


def _not_oneself(actor: Actor, account: Account) -> None:
    if account.id == actor.account:
        raise StateError(
            "account.oneself",
            "Свою учётную запись так не меняют: это делает другой администратор.",
            "nobody does this to their own account; another administrator does",
        )


def _not_compromised(session: Session, account: Account) -> None:
    if case := unrestored(session, account.school_id, account.id):
        raise StateError(
            "account.compromised",
            f"Учётную запись {account.login} закрыли по приказу {case.number}: пароль узнал посторонний. "
            "Доступ возобновляют на странице этого сообщения.",
            f"the account {account.login} was shut by order {case.number}: a stranger knew the password; "
            "give it back on the page of that report",
        )


def _log(
    session: Session, kind: EventKind, actor: Actor, account: Account, at: datetime, entropy: Entropy
) -> None:
    subject: dict[str, Json] = {"account": account.id, "login": account.login, "person": account.person_id}
    append_event(session, actor.school, kind, actor, at, subject, entropy)
