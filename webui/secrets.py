"""The site's own key: a file in the data folder -> keys for cookies and for secrets kept in the database.

Made with the installation or by `letopis migrate`, mode 0600, never in the database: a copy of one without the other
is of no use. It encrypts with AES-256-GCM; it hashes no password.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from records.digest import derive
from records.errors import SetupError
from records.identity import Entropy
from signing.keyfiles import write_whole

SITE_KEY = "keys/site.key"
_SIZE = 32
_NONCE = 12


@dataclass(frozen=True, slots=True, repr=False)
class SiteKey:
    """The key from which every other secret of the site derives."""

    octets: bytes

    def cookies(self) -> bytes:
        """What signs cookies and CSRF tokens."""
        return derive(self.octets, "site", "cookies")

    def conceal(self, secret: str, owner: str, entropy: Entropy) -> str:
        """The secret, readable only with this key and for this owner."""
        nonce = entropy.token(_NONCE)
        return base64.b64encode(
            nonce + self._cipher().encrypt(nonce, secret.encode(), owner.encode())
        ).decode()

    def reveal(self, concealed: str, owner: str) -> str:
        """The secret again. Raises SetupError `site.key_changed` when it was concealed with another key."""
        raw = base64.b64decode(concealed)
        try:
            return self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode()).decode()
        except InvalidTag:
            raise SetupError(
                "site.key_changed",
                f"Файл {SITE_KEY} не тот, с которым заведены вторые факторы. Верните его из копии.",
                f"{SITE_KEY} is not the key that the second factors were made with; restore it from a copy",
            ) from None

    def _cipher(self) -> AESGCM:
        return AESGCM(derive(self.octets, "site", "secrets"))


def make_site_key(data: Path, entropy: Entropy) -> None:
    """Make the key unless it is there."""
    if not (data / SITE_KEY).exists():
        write_whole(data / SITE_KEY, entropy.token(_SIZE).hex().encode() + b"\n")


def read_site_key(data: Path) -> SiteKey:
    """The installation's key. Raises SetupError `site.key`."""
    try:
        octets = bytes.fromhex((data / SITE_KEY).read_text("ascii"))
    except (OSError, ValueError):
        octets = b""
    if len(octets) != _SIZE:
        raise SetupError(
            "site.key",
            f"Ключа сайта {SITE_KEY} нет или он испорчен. Верните его из копии; если сайта ещё не было: "
            "letopis migrate.",
            f"the site's key {SITE_KEY} is absent or damaged; restore it from a copy, or, if there was no site "
            "yet, run 'letopis migrate'",
        )
    return SiteKey(octets)
