"""Damages what a format is made of: XML elements, a zip's table of contents, PDF dictionaries, lines of a manifest.

Where mutate.py moves bytes, this changes a part to another that parses: deeper code is reached. By chance alone: the
same generator, the same damage. It knows forms and no meaning.
"""

from __future__ import annotations

import re
import struct
from random import Random
from typing import Final

from tests.fuzz.mutate import NUMBERS, damaged

_ELEMENT: Final = re.compile(rb"<[^<>]*>")
_ATTRIBUTE: Final = re.compile(rb"(\s[\w:]+=)(\"[^\"]*\"|'[^']*')")
_PAIR: Final = re.compile(
    rb"/[A-Za-z]+ *(?:/[A-Za-z0-9.#]+|\d+ \d+ R|[-+.\d]+|\[[^\[\]]*\]|\([^()]*\)|<[0-9a-f]*>)"
)
_HEX: Final = re.compile(rb"<[0-9a-fA-F]{40,}>")
_ODD_VALUES: Final = (
    *(
        b"",
        b"0",
        b"-1",
        b"1",
        b"99999999999",
        b"1e308",
        b"NaN",
        b"s",
        b"str",
        b"d",
        b"e",
        b"b",
        b"n",
        b"inlineStr",
    ),
    *(
        b"A1",
        b"A0",
        b"XFD1048576",
        b"AAAA1",
        b"A1:B2",
        b"hidden",
        b"veryHidden",
        b"rId1",
        b"../x",
        b"/xl/workbook.xml",
    ),
    *(b"http://localhost/", b"x" * 40_000, b"&#x202e;", b"&#0;", b"&lt;", b"31.12.2025", b"45902", b"TRUE"),
)
_ODD_OBJECTS: Final = (
    *(
        b"null",
        b"true",
        b"0",
        b"-1",
        b"1 0 R",
        b"3 0 R",
        b"9999 0 R",
        b"[]",
        b"<<>>",
        b"()",
        b"/Name",
        b"(text)",
    ),
    *(
        b"[0 1 2 3]",
        b"[0 0 0 0]",
        b"<00>",
        b"<< /Length 0 >>",
        b"[1 0 R 1 0 R]",
        b"99999999999",
        b"(D:99999999999999Z)",
    ),
)


def odd_xml(data: bytes, chance: Random) -> bytes:
    """The XML after one to three changes: an attribute or text is odd, an element twice, gone or elsewhere."""
    for _ in range(chance.randint(1, 3)):
        data = chance.choice((_odd_attribute, _odd_text, _doubled_element, _lost_element, _moved_element))(
            data, chance
        )
    return data


def _spots(pattern: re.Pattern[bytes], data: bytes, chance: Random) -> re.Match[bytes] | None:
    """One of the matches, near a place chosen by chance."""
    return pattern.search(data, chance.randrange(len(data) + 1)) or pattern.search(data)


def _odd_attribute(data: bytes, chance: Random) -> bytes:
    spot = _spots(_ATTRIBUTE, data, chance)
    if spot is None:
        return data
    return data[: spot.start(2)] + b"'" + chance.choice(_ODD_VALUES) + b"'" + data[spot.end() :]


def _odd_text(data: bytes, chance: Random) -> bytes:
    spot = _spots(re.compile(rb">[^<>]+<"), data, chance)
    if spot is None:
        return data
    return data[: spot.start() + 1] + chance.choice(_ODD_VALUES) + data[spot.end() - 1 :]


def _doubled_element(data: bytes, chance: Random) -> bytes:
    spot = _spots(_ELEMENT, data, chance)
    return data if spot is None else data[: spot.end()] + spot[0] + data[spot.end() :]


def _lost_element(data: bytes, chance: Random) -> bytes:
    spot = _spots(_ELEMENT, data, chance)
    return data if spot is None else data[: spot.start()] + data[spot.end() :]


def _moved_element(data: bytes, chance: Random) -> bytes:
    spot, target = _spots(_ELEMENT, data, chance), _spots(_ELEMENT, data, chance)
    return data if spot is None or target is None else data[: target.end()] + spot[0] + data[target.end() :]


# Of a record in a zip's table of contents (APPNOTE 4.3.12): offset, length.
_FIELDS: Final = ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (38, 4), (42, 4))
_END_FIELDS: Final = ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2))


def odd_archive(data: bytes, chance: Random) -> bytes:
    """The zip archive with one to three fields of its records saying something else, or bytes in a part damaged."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        mark, fields = chance.choice(((b"PK\x01\x02", _FIELDS), (b"PK\x05\x06", _END_FIELDS)))
        starts = [spot.start() for spot in re.finditer(re.escape(mark), body)]
        if not starts:
            return bytes(body)
        offset, size = chance.choice(fields)
        at = chance.choice(starts) + offset
        limit = 1 << 8 * size
        value = chance.choice((0, 1, 8, 9, 12, 14, 99, limit - 1, limit // 2, chance.randrange(limit)))
        body[at : at + size] = struct.pack("<Q", value % limit)[:size]
    return bytes(body)


def odd_dictionary(data: bytes, chance: Random) -> bytes:
    """The PDF with entries of dictionaries exchanged for odd ones of the same length: offsets lead where they led."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        spot = _spots(_PAIR, bytes(body), chance)
        if spot is None:
            break
        name = spot[0].split(b" ")[0].split(b"[")[0][:20]
        value = name + b" " + chance.choice((*_ODD_OBJECTS, *NUMBERS))
        if len(value) <= len(spot[0]):
            body[spot.start() : spot.end()] = value.ljust(len(spot[0]))
        else:  # no room: the key becomes another's
            body[spot.start() + 1] = chance.choice(b"ABCDFKLNPRSTV")
    return bytes(body)


def odd_signature(data: bytes, chance: Random) -> bytes:
    """The PDF with some bytes of a signature's CMS exchanged for what DER might hold there."""
    spots = list(_HEX.finditer(data))
    if not spots:
        return data
    spot = chance.choice(spots)
    cms = bytearray(bytes.fromhex(spot[0][1:-1][: len(spot[0]) // 2 * 2 - 2].decode()))
    used = max(len(cms.rstrip(b"\0")), 1)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(used)
        cms[at] = chance.choice(
            (0, 1, 2, 4, 5, 6, 0x17, 0x18, 0x30, 0x31, 0x80, 0x82, 0xA0, 0xA1, 0xFF, cms[at] ^ 1)
        )
    return data[: spot.start() + 1] + cms.hex().encode() + data[spot.start() + 1 + 2 * len(cms) :]


_ODD_PATHS: Final = (
    *(
        "data/../x",
        "/etc/passwd",
        "data/x\u0301",
        "DATA/record.pdf",
        "data/record.PDF",
        "data/%0A",
        "data/%",
        "data/%41",
    ),
    *(
        "bagit.txt",
        "tagmanifest-sha512.txt",
        "",
        "data",
        "data/",
        "data//x",
        "~",
        "data\\x",
        "data/\u202e",
        "data/record.pdf",
    ),
)


def odd_lines(data: bytes, chance: Random) -> bytes:
    """The tag file with one to three of its lines doubled, lost, reordered, ended otherwise or saying something odd."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        head, blank, rest = lines[at].partition(b" ")
        path = chance.choice(_ODD_PATHS).encode()
        lines[at : at + 1] = chance.choice(
            (
                [lines[at]] * 2,
                [],
                [lines[at] + b"\r"],
                [lines[at].upper()],
                [b" " + lines[at]],
                [head + blank + b" " + path],
                [head[: chance.randrange(len(head) + 1)] + blank + rest],
                [chance.choice((b"\xef\xbb\xbf", b"\xff", b"\0")) + lines[at]],
                [damaged(lines[at], chance)],
            )
        )
        lines = lines or [b""]
        if chance.random() < 0.1:
            chance.shuffle(lines)
    return b"\n".join(lines)
