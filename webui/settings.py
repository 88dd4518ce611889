"""Settings of an installation: environment and `letopis.toml` in the data folder -> one frozen value.

`LETOPIS_DATA` names the folder (default `var`), `LETOPIS_DATABASE` another database, `LETOPIS_DATABASE_OWNER` the
same database as the role that owns its tables, `LETOPIS_NOW` the clock of a demo installation only, `LETOPIS_LANG`
the language of messages, `LETOPIS_MAIL_PASSWORD` and `LETOPIS_OIDC_SECRET` what no file of settings may hold. It
opens nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from records.clock import Clock, FixedClock, SystemClock
from records.errors import InputError, Language, SetupError
from webui.mail.setting import MailSetting
from webui.oidc.setting import OidcSetting

FILE = "letopis.toml"
DATABASE_FILE = "letopis.db"


@dataclass(frozen=True, slots=True)
class LocationSetting:
    """A location: its name and its folder, relative to the data folder or absolute."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class SiteSetting:
    """How the site is reached: over TLS or not, behind how many proxies that may say who asks, at which address.

    `contact` is where a stranger tells of a weakness, an address with its scheme (RFC 9116). `plugin` is the file with
    the loader of the signing plug-in (cadesplugin_api.js, its maker's), relative to the data folder or absolute.
    """

    https: bool = False
    proxies: int = 0
    origin: str = "http://localhost:8000"
    contact: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says, before any installation is opened."""

    data: Path
    database: str
    now: datetime | None
    language: Language
    database_owner: str
    mail_password: str = field(default="", repr=False)
    oidc_secret: str = field(default="", repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Environment:
        """The environment's settings. Raises InputError for an impossible LETOPIS_NOW."""
        data = Path(environ.get("LETOPIS_DATA", "var")).absolute()
        database = environ.get("LETOPIS_DATABASE", f"sqlite:///{data / DATABASE_FILE}")
        owner = environ.get("LETOPIS_DATABASE_OWNER", database)
        moment, words = _moment(environ.get("LETOPIS_NOW")), cls.language_of(environ)
        mail, oidc = environ.get("LETOPIS_MAIL_PASSWORD", ""), environ.get("LETOPIS_OIDC_SECRET", "")
        return cls(data, database, moment, words, owner, mail, oidc)

    @staticmethod
    def language_of(environ: Mapping[str, str]) -> Language:
        """The language of messages; known even when another setting is wrong."""
        return "en" if environ.get("LETOPIS_LANG", "ru").lower().startswith("en") else "ru"

    def clock(self, demo: bool) -> Clock:
        """The clock to use. Raises SetupError when LETOPIS_NOW is set for an installation that is no demo."""
        if self.now is None:
            return SystemClock()
        if not demo:
            raise SetupError(
                "settings.clock",
                "LETOPIS_NOW действует только в учебной установке. Уберите эту переменную.",
                "LETOPIS_NOW is for a demo installation only; unset it",
            )
        return FixedClock(self.now)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InputError(
            "settings.now",
            f"LETOPIS_NOW={text!r}: нужно время с поясом, например 2026-05-27T18:00:00+03:00.",
            f"LETOPIS_NOW={text!r}: give a time with its offset, for instance 2026-05-27T18:00:00+03:00",
        )
    return moment


@dataclass(frozen=True, slots=True)
class Settings:
    """An installation's settings."""

    data: Path
    database: str
    school: str
    demo: bool
    locations: tuple[LocationSetting, ...]
    site: SiteSetting = SiteSetting()
    mail: MailSetting | None = None
    oidc: OidcSetting | None = None

    @classmethod
    def load(cls, environment: Environment) -> Settings:
        """Read `letopis.toml`. Raises SetupError when there is none or it is damaged."""
        file = environment.data / FILE
        try:
            values = tomllib.loads(file.read_text("utf-8"))
            return cls(
                environment.data,
                environment.database,
                values["school"],
                values["demo"],
                tuple(LocationSetting(entry["name"], entry["path"]) for entry in values["locations"]),
                SiteSetting(**values.get("site", {})),
                MailSetting.of(values["mail"]) if "mail" in values else None,
                OidcSetting.of(values["oidc"]) if "oidc" in values else None,
            )
        except FileNotFoundError:
            raise SetupError(
                "settings.absent",
                f"В папке {environment.data} нет установки. Создайте учебную: letopis demo.",
                f"there is no installation in {environment.data}; make a demo one with 'letopis demo'",
            ) from None
        except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise SetupError(
                "settings.damaged",
                f"Файл {file} не читается: {error}. Восстановите его из копии.",
                f"{file} cannot be read: {error}; restore it from a copy",
            ) from error

    def text(self) -> str:
        """The content of `letopis.toml`. Names and paths are ours and need no escaping beyond quotes."""
        lines = [f'school = "{self.school}"', f"demo = {str(self.demo).lower()}", ""]
        if self.site != SiteSetting():
            https = str(self.site.https).lower()
            lines += ["[site]", f"https = {https}", f"proxies = {self.site.proxies}"]
            lines += [f'origin = "{self.site.origin}"', f'contact = "{self.site.contact}"']
            lines += [f'plugin = "{self.site.plugin}"', ""]
        lines += self.mail.lines() if self.mail else []
        lines += self.oidc.lines() if self.oidc else []
        for location in self.locations:
            lines += ["[[locations]]", f'name = "{location.name}"', f'path = "{location.path}"', ""]
        return "\n".join(lines)

    def secret(self, file: str, given: str) -> str:
        """The secret in the file, relative to the data folder or absolute; else the one given. Raises SetupError."""
        if not file:
            return given
        try:
            return (self.data / file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(
                "settings.secret",
                f"Файл с секретом {file} не читается: {error}. Верните его или исправьте {FILE}.",
                f"the file {file} with a secret cannot be read: {error}; restore it or mend {FILE}",
            ) from error

    def plugin(self) -> bytes:
        """The loader of the signing plug-in. Raises SetupError."""
        file = self.site.plugin
        try:
            return (self.data / file).read_bytes()
        except OSError as error:
            raise SetupError(
                "settings.plugin",
                f"Файл плагина подписи {file} не читается: {error.strerror}. Верните его или исправьте {FILE}.",
                f"the signing plug-in's file {file} cannot be read: {error.strerror}; restore it or mend {FILE}",
            ) from error

    def folder(self, location: LocationSetting) -> Path:
        """Where a location lies."""
        return self.data / location.path
