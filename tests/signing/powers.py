"""Powers of attorney as tests need them: the XML of the unified format, and the organisation that gives them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem

from signing.power_signature import PowerFiles
from tests.signing.gost_people import GostOwner, Outsiders, Wanted

NUMBER = "4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
OTHER_NUMBER = NUMBER.replace("4f1c", "5f1c")
OGRN, INN = "1025203724171", "5263012345"
HEAD, PERSON = "Громова Вера Павловна", "Соловьёва Анна Олеговна"
ABOUT = f'<СвДов ВидДовер="1" НомДовер="{NUMBER}" ДатаВыдДовер="2026-01-12" СрокДейст="2026-12-31"/>'
PRINCIPAL = (
    '<СвДоверит ТипДоверит="1"><Доверит><РосОргДовер>'
    f'<СвРосОрг НаимОрг="МБОУ «Школа № 9»" ИННЮЛ="{INN}" ОГРН="{OGRN}"/>'
    "</РосОргДовер></Доверит></СвДоверит>"
)
FIO = '<ФИО Фамилия="Соловьёва" Имя="Анна" Отчество="Олеговна"/>'
REPRESENTATIVE = (
    '<СвУпПред ТипПред="1"><Пред><СведФизЛ ИННФЛ="526317984689" СНИЛС="112-233-445 95">'
    f"<СведФЛ>{FIO}</СведФЛ></СведФизЛ></Пред></СвУпПред>"
)
POWERS = '<СвПолн ТипПолн="1"><МашПолн КодПолн="BBDOC_01" НаимПолн="Подписывать журналы"/></СвПолн>'
WORDS = '<СвПолн ТипПолн="0"><ТекстПолн>Подписывать\n  табели</ТекстПолн></СвПолн>'


def given_to(name: str) -> str:
    """The part that names the representative: surname, given name, patronymic."""
    surname, given, patronymic = name.split()
    return REPRESENTATIVE.replace(FIO, f'<ФИО Фамилия="{surname}" Имя="{given}" Отчество="{patronymic}"/>')


def power_xml(
    about: str = ABOUT,
    principal: str = PRINCIPAL,
    representative: str = REPRESENTATIVE,
    powers: str = POWERS,
    version: str = "EMCHD_1",
    root: str = "Доверенность",
) -> bytes:
    """A whole power of attorney, UTF-8."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<{root} xmlns="urn://x-artefacts/EMCHD_1" ВерсФорм="{version}"><Документ><Довер>'
        f"{about}{principal}{representative}{powers}</Довер></Документ></{root}>"
    ).encode()


def head(ogrn: str = OGRN) -> Wanted:
    """The certificate of a head: it names the person and the organisation."""
    named = Wanted.named(HEAD)
    return Wanted(named.surname, named.given, named.common, named.snils, named.inn, ogrn)


@dataclass(frozen=True)
class Organisation:
    """The authority of an organisation, and its head's key."""

    authority: Outsiders
    head: GostOwner

    @classmethod
    def make(cls, folder: Path) -> Organisation:
        """One with a fresh authority."""
        by = Outsiders.make(folder)
        return cls(by, by.issue(head()))

    @property
    def root(self) -> bytes:
        """What a verifier has to trust (PEM)."""
        root: bytes = pem.armor("CERTIFICATE", self.authority.root.dump())
        return root

    def gives(self, number: str, name: str, about: str = ABOUT) -> PowerFiles:
        """A power of that number for somebody, signed by the head."""
        xml = power_xml(about=about.replace(NUMBER, number), representative=given_to(name))
        return PowerFiles(xml, self.head.sign(xml), self.root)
