"""From what was read of a bag to its findings: RFC 8493, 3 (complete and valid), and stricter than it.

Stricter: a tag manifest must be there (written last: without it the bag was never finished), no tag file
may be unlisted, fetch.txt is refused. Believed are SHA-256 and SHA-512. Pure: the reading is done
elsewhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from retention import manifest as m
from retention.findings import Finding, FixityCode, finding
from retention.paths import fault_of, twin_key

SEAL_ALGORITHM = "sha512"
SEAL = m.tagmanifest_name(SEAL_ALGORITHM)
KEPT_OCTETS = 8 << 20  # a longer tag file is digested but not parsed


class Depth(Enum):
    """Which payload digests are computed: the fastest that the bag has, or all that it has."""

    ROUTINE = "routine"
    THOROUGH = "thorough"


@dataclass(frozen=True, slots=True)
class Seen:
    """One file as read: size, digests by algorithm, and the bytes if it is a tag file that is parsed."""

    octets: int
    digests: Mapping[str, str]
    content: bytes | None = None


# None stands for what is there but cannot be read: a link, a device, a bad sector.
View: TypeAlias = Mapping[str, Seen | None]


def payload_algorithms(paths: Collection[str], depth: Depth) -> tuple[str, ...]:
    """The algorithms to digest payload files with. SHA-256 runs on SHA-NI and is the quicker one."""
    offered = tuple(a for a in m.ALGORITHMS if m.manifest_name(a) in paths)
    return offered if depth is Depth.THOROUGH else offered[:1]


def _is_parsed(path: str) -> bool:
    named = (m.DECLARATION, m.INFO)
    return path in named or bool(m.payload_algorithm(path) or m.tag_algorithm(path))


def look(path: str, chunks: Iterable[bytes], payload: Iterable[str]) -> Seen:
    """Digest one file of a bag from its chunks. Tag files are small and get every algorithm."""
    names = payload if path.startswith(m.PAYLOAD) else m.ALGORITHMS
    hashers = {name: hashlib.new(name) for name in names}
    kept = bytearray() if _is_parsed(path) else None
    octets = 0
    for chunk in chunks:
        octets += len(chunk)
        for hasher in hashers.values():
            hasher.update(chunk)
        if kept is not None:
            kept = kept + chunk if octets <= KEPT_OCTETS else None
    content = None if kept is None else bytes(kept)
    return Seen(octets, {name: hasher.hexdigest() for name, hasher in hashers.items()}, content)


@dataclass(slots=True)
class _Case:
    """One inspection under way: the first finding of each path stands."""

    files: View
    found: dict[str, Finding] = field(default_factory=dict)

    def report(self, code: FixityCode, path: str = "", more: str = "") -> None:
        self.found.setdefault(path, finding(code, path, more))

    def content(self, path: str) -> bytes:
        seen = self.files[path]
        if seen is None or seen.content is None:
            raise ValueError("it cannot be read or is too long")
        return seen.content


@dataclass(frozen=True, slots=True)
class _Manifest:
    path: str
    algorithm: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Payload manifests or tag manifests: how they are named and what they list."""

    algorithm: Callable[[str], str | None]
    name: Callable[[str], str]
    lists: Callable[[str], bool]


def _is_payload(path: str) -> bool:
    return path.startswith(m.PAYLOAD)


def _is_tag(path: str) -> bool:
    return not _is_payload(path) and m.tag_algorithm(path) is None


_PAYLOADS = _Kind(m.payload_algorithm, m.manifest_name, _is_payload)
_TAGS = _Kind(m.tag_algorithm, m.tagmanifest_name, _is_tag)


def inspect(files: View, expected: str | None) -> tuple[Finding, ...]:
    """The findings of a bag, at most one a path, sorted; none when it is whole.

    `expected` is the SHA-512 of its tag manifest, as kept outside; None for a bag that nobody vouches for.
    """
    if not files:
        return (finding(FixityCode.COPY_MISSING),)
    case = _Case(files)
    _check_names(case)
    _check_declaration(case)
    tags = _manifests(case, _TAGS)
    payloads = _manifests(case, _PAYLOADS)
    _compare(case, tags, set(filter(_is_tag, files)))
    # A manifest that its tag manifest disowns would blame good files: it speaks only when there is no other.
    trusted = [p for p in payloads if p.path not in case.found]
    _compare(case, trusted or payloads, set(filter(_is_payload, files)))
    _check_info(case)
    if expected is not None:
        _check_seal(case, expected)
    return tuple(sorted(case.found.values()))


def _check_names(case: _Case) -> None:
    twins = Counter(twin_key(path) for path in case.files)
    for path, seen in case.files.items():
        if fault_of(path) is not None or twins[twin_key(path)] > 1:
            case.report(FixityCode.PATH_REFUSED, path)
        elif seen is None:
            case.report(FixityCode.FILE_UNREADABLE, path)


def _check_declaration(case: _Case) -> None:
    if m.FETCH in case.files:
        case.report(FixityCode.BAG_UNFETCHED, m.FETCH)
    if m.DECLARATION not in case.files:
        case.report(FixityCode.BAG_DECLARATION, m.DECLARATION)
        return
    try:
        m.parse_declaration(case.content(m.DECLARATION))
    except ValueError as error:
        case.report(FixityCode.BAG_DECLARATION, m.DECLARATION, str(error))


def _manifests(case: _Case, kind: _Kind) -> list[_Manifest]:
    """The believed manifests of one kind that parse; faults are reported."""
    named = {path: algorithm for path in case.files if (algorithm := kind.algorithm(path))}
    believed = {path: algorithm for path, algorithm in named.items() if algorithm in m.ALGORITHMS}
    if not named:
        case.report(FixityCode.MANIFEST_MISSING, kind.name(SEAL_ALGORITHM))
    elif not believed:
        case.report(FixityCode.MANIFEST_WEAK, min(named))
    manifests = []
    for path, algorithm in sorted(believed.items()):
        try:
            digests = m.parse_manifest(case.content(path), algorithm)
            for listed in digests:
                if not kind.lists(listed):
                    raise ValueError(f"it must not list {listed!r}")
            manifests.append(_Manifest(path, algorithm, digests))
        except ValueError as error:
            case.report(FixityCode.MANIFEST_BROKEN, path, str(error))
    return manifests


def _compare(case: _Case, manifests: list[_Manifest], present: set[str]) -> None:
    for manifest in manifests:
        for path, digest in manifest.digests.items():
            seen = case.files.get(path)
            if path not in case.files:
                case.report(FixityCode.FILE_MISSING, path)
            elif seen is not None and seen.digests.get(manifest.algorithm, digest) != digest:
                case.report(FixityCode.FILE_CHANGED, path)
        for path in present - manifest.digests.keys():
            case.report(FixityCode.FILE_ADDED, path)


def _check_info(case: _Case) -> None:
    """Payload-Oxum (2.2.2) is judged only when all else is right: else it says again what is already said."""
    if case.found or m.INFO not in case.files:
        return
    try:
        oxum = [value for label, value in m.parse_info(case.content(m.INFO)) if label == "Payload-Oxum"]
    except ValueError as error:
        case.report(FixityCode.INFO_BROKEN, m.INFO, str(error))
        return
    sizes = [seen.octets for path, seen in case.files.items() if seen and _is_payload(path)]
    actual = f"{sum(sizes)}.{len(sizes)}"
    if oxum and oxum != [actual]:
        case.report(FixityCode.INFO_BROKEN, m.INFO, f"Payload-Oxum {oxum[0][:100]} != {actual}")


def _check_seal(case: _Case, expected: str) -> None:
    seal = case.files.get(SEAL)
    if SEAL not in case.files:
        case.report(FixityCode.MANIFEST_MISSING, SEAL)
    elif seal is not None and seal.digests[SEAL_ALGORITHM] != expected:
        whole = not case.found and _is_our_form(case.content(SEAL))
        code, path = (FixityCode.BAG_SWAPPED, "") if whole else (FixityCode.MANIFEST_BROKEN, SEAL)
        case.report(code, path)


def _is_our_form(content: bytes) -> bool:
    """Whether a tag manifest is spelled as pack() does: another spelling is damage, not another bag."""
    return m.format_manifest(m.parse_manifest(content, SEAL_ALGORITHM)) == content
