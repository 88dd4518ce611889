"""A record's files become a BagIt bag (RFC 8493, version 1.0); a bag gives them back after a strict check.

Five tag files, and those that a caller adds. Two payload manifests: SHA-256 for the routine check, SHA-512 for depth
and for `sha512sum -c manifest-sha512.txt`, which verifies a record without us. One tag manifest, SHA-512, covers both
(2.2.1 only says that there should be one for each; a sixth small file slows every cold check). It is written last and
its SHA-512 names the whole bag. Pure: it neither stores nor signs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from unicodedata import is_normalized

from records.digest import sha256, sha512
from retention import manifest as m
from retention.errors import BagError
from retention.findings import Finding
from retention.inspection import SEAL, Depth, inspect, look, payload_algorithms
from retention.paths import fault_of, printable, twin_key

_OURS = frozenset({"Payload-Oxum", "Bagging-Date"})


@dataclass(frozen=True, slots=True)
class Bag:
    """Relative path -> bytes in the order of writing, the tag manifest last."""

    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-512 of the tag manifest, 128 hexadecimal digits: it commits to every byte of the bag."""
        return sha512(self.files[SEAL])

    @property
    def octets(self) -> int:
        """The size of all files."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a whole bag held: payload by name (without `data/`), bag-info in order, the bag's digest.

    The digest is None for a foreign bag without a SHA-512 tag manifest.
    """

    payload: Mapping[str, bytes]
    info: tuple[tuple[str, str], ...]
    digest: str | None


def pack(
    payload: Mapping[str, bytes],
    info: Mapping[str, str],
    bagging_date: date,
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> Bag:
    """A bag with this payload; the same input gives the same bytes.

    `info` are bag-info labels (External-Identifier, Source-Organization, …) in their order; Bagging-Date and
    Payload-Oxum are added. `more` are further tag files, by names of ours. Raises BagError: an empty payload, a bad or
    doubled name, an impossible label.
    """
    _check_payload_names(payload)
    data = {m.PAYLOAD + name: payload[name] for name in sorted(payload)}
    tags = {
        m.manifest_name("sha256"): m.format_manifest({path: sha256(body) for path, body in data.items()}),
        m.manifest_name("sha512"): m.format_manifest({path: sha512(body) for path, body in data.items()}),
        m.INFO: _info(info, bagging_date, data),
        m.DECLARATION: m.DECLARED,
        **more,
    }
    seal = {SEAL: m.format_manifest({path: sha512(body) for path, body in tags.items()})}
    return Bag(MappingProxyType(data | tags | seal))


def _refuse(code: str, ru: str, en: str) -> BagError:
    return BagError(f"bag.{code}", f"Пакет не составлен: {ru}.", f"the bag was not made: {en}")


def _check_payload_names(names: Collection[str]) -> None:
    if not names:
        raise _refuse("empty", "в нём нет ни одного файла", "it has no file")
    twins: set[str] = set()
    for name in names:
        shown = printable(name)
        if fault_of(name) is not None or not is_normalized("NFC", name):
            raise _refuse("name", f"имя «{shown}» не допускается", f"the name {shown!r} is refused")
        if twin_key(name) in twins:
            raise _refuse("twin", f"имя «{shown}» неотличимо от другого", f"the name {shown!r} has a twin")
        twins.add(twin_key(name))
    for key in twins:
        parents = {key[:at] for at, char in enumerate(key) if char == "/"}
        if parents & twins:
            shown = printable(key)
            raise _refuse("twin", f"«{shown}» лежит внутри файла", f"{shown!r} lies inside a file")


def _info(info: Mapping[str, str], bagging_date: date, data: Mapping[str, bytes]) -> bytes:
    if taken := _OURS & info.keys():
        label = min(taken)
        raise _refuse("info", f"{label} ставится при упаковке", f"{label} is set by packing")
    oxum = f"{sum(map(len, data.values()))}.{len(data)}"
    pairs = [*info.items(), ("Bagging-Date", bagging_date.isoformat()), ("Payload-Oxum", oxum)]
    try:
        return m.format_info(pairs)
    except ValueError as error:
        raise _refuse("info", f"строка bag-info.txt: {error}", f"bag-info.txt: {error}") from error


def inspect_bag(files: Mapping[str, bytes], expected_digest: str | None) -> tuple[Finding, ...]:
    """Every fault of a bag in memory, by all digests it has; () when it is whole and the expected one."""
    algorithms = payload_algorithms(files.keys(), Depth.THOROUGH)
    return inspect({path: look(path, (body,), algorithms) for path, body in files.items()}, expected_digest)


def verify_bag(files: Mapping[str, bytes], expected_digest: str | None) -> None:
    """Raise BagError with the first finding's code unless the bag is whole and the expected one (if any)."""
    if findings := inspect_bag(files, expected_digest):
        first, count = findings[0], len(findings)
        raise BagError(
            first.code,
            f"{first.detail_ru} Всего замечаний: {count}.",
            f"{first.detail_en} ({count} findings in all)",
        )


def payload_of(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The payload files by name, without `data/`; nothing is checked."""
    inside = {path: body for path, body in files.items() if path.startswith(m.PAYLOAD)}
    return MappingProxyType({path.removeprefix(m.PAYLOAD): body for path, body in inside.items()})


def unpack(files: Mapping[str, bytes], expected_digest: str | None = None) -> Unpacked:
    """The payload and bag-info of a whole bag. Raises BagError as verify_bag does."""
    verify_bag(files, expected_digest)
    payload = {
        path.removeprefix(m.PAYLOAD): body for path, body in files.items() if path.startswith(m.PAYLOAD)
    }
    info = m.parse_info(files[m.INFO]) if m.INFO in files else ()
    return Unpacked(payload, info, sha512(files[SEAL]) if SEAL in files else None)
