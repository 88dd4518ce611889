"""The tag files of a bag as text: declaration, bag-info and manifests, in one form, parsed strictly.

RFC 8493, 2.1.1 (bagit.txt), 2.1.3 and 2.2.1 (manifests), 2.2.2 (bag-info.txt). Parsers raise
ValueError with the fault in words; inspection.py makes it a finding. Nothing here digests or reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retention.paths import fault_of, twin_key

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
FETCH = "fetch.txt"
PAYLOAD = "data/"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

# The digests that are believed, with their hexadecimal length; md5 and sha1 manifests are named as weak.
ALGORITHMS: dict[str, int] = {"sha256": 64, "sha512": 128}

_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\S.*)", re.DOTALL)
_ENDS = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"%(25|0[AaDd])?")
_VERSIONS = ("0.97", "1.0")
_SHOWN = 200  # characters of a wrong thing that a message quotes


def manifest_name(algorithm: str) -> str:
    """The payload manifest's file name."""
    return f"manifest-{algorithm}.txt"


def tagmanifest_name(algorithm: str) -> str:
    """The tag manifest's file name."""
    return f"tagmanifest-{algorithm}.txt"


def payload_algorithm(path: str) -> str | None:
    """The algorithm when `path` names a payload manifest."""
    match = _MANIFEST.fullmatch(path)
    return match[2] if match and not match[1] else None


def tag_algorithm(path: str) -> str | None:
    """The algorithm when `path` names a tag manifest."""
    match = _MANIFEST.fullmatch(path)
    return match[2] if match and match[1] else None


def escape(path: str) -> str:
    """CR, LF and % in percent form, and only those (2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def unescape(path: str) -> str:
    """The reverse of `escape`. Raises ValueError when another character was escaped or a % stands alone."""

    def plain(match: re.Match[str]) -> str:
        if match[1] is None:
            raise ValueError(f"a bare % in {path[:_SHOWN]!r}")
        return chr(int(match[1], 16))

    return _ESCAPED.sub(plain, path)


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8")
    if text.startswith("\ufeff"):
        raise ValueError("a byte order mark")
    lines = _ENDS.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def format_manifest(digests: Mapping[str, str]) -> bytes:
    """`<digest>  <path>` a line, sorted by path: what `sha512sum -c` reads."""
    return "".join(f"{digests[path]}  {escape(path)}\n" for path in sorted(digests)).encode()


def parse_manifest(data: bytes, algorithm: str) -> dict[str, str]:
    """Path -> digest (lower case). Raises ValueError: a bad line, digest, path, or two names for one file."""
    digests: dict[str, str] = {}
    twins: set[str] = set()
    for number, line in enumerate(_lines(data), 1):
        match = _LINE.fullmatch(line)
        if match is None or len(match[1]) != ALGORITHMS[algorithm]:
            raise ValueError(f"line {number}")
        path = unescape(match[2])
        if fault_of(path) is not None:
            raise ValueError(f"line {number}, path {path[:_SHOWN]!r}")
        if twin_key(path) in twins:
            raise ValueError(f"line {number}, a second name for {path!r}")
        twins.add(twin_key(path))
        digests[path] = match[1].lower()
    return digests


def parse_declaration(data: bytes) -> str:
    """The BagIt version. Raises ValueError unless the two lines name a known version and UTF-8."""
    lines = _lines(data)
    if len(lines) != 2 or lines[1] != "Tag-File-Character-Encoding: UTF-8":
        raise ValueError("two lines, version and UTF-8")
    label, _, version = lines[0].partition(": ")
    if label != "BagIt-Version" or version not in _VERSIONS:
        raise ValueError(f"version {version[:_SHOWN]!r}")
    return version


def format_info(pairs: Sequence[tuple[str, str]]) -> bytes:
    """`Label: value` a line. Raises ValueError for what would not come back as it was."""
    for label, value in pairs:
        if not label or label != label.strip() or ":" in label or _ENDS.search(label):
            raise ValueError(f"label {label!r}")
        if not value or value != value.strip() or _ENDS.search(value):
            raise ValueError(f"value of {label}")
    return "".join(f"{label}: {value}\n" for label, value in pairs).encode()


def parse_info(data: bytes) -> tuple[tuple[str, str], ...]:
    """Labels and values in order; indented lines continue the value before (2.2.2). Raises ValueError."""
    pairs: list[tuple[str, list[str]]] = []
    for number, line in enumerate(_lines(data), 1):
        if line[:1] in (" ", "\t") and pairs:
            pairs[-1][1].append(line.strip())
            continue
        label, colon, value = line.partition(":")
        if not colon or not label.strip():
            raise ValueError(f"line {number}")
        pairs.append((label.strip(), [value.strip()]))
    return tuple((label, " ".join(parts)) for label, parts in pairs)
