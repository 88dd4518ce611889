"""docs/signatures.md names tests and codes that exist."""

from __future__ import annotations

import re
from pathlib import Path

from signing.errors import Reason

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "signatures.md").read_text()
_ROWS = re.findall(r"^\| .+ \| (.+) \| (\w+\.py)::(\w+) \|$", PAGE, re.MULTILINE)
# What binds a question to a key, and who signs at all, stands where people sign.
_FOLDERS = tuple(ROOT / "tests" / folder for folder in ("signing", "webui/closing", "webui/keys"))


def _folder(file: str) -> Path:
    return next(folder for folder in _FOLDERS if (folder / file).is_file())


def test_every_test_of_the_page_exists() -> None:
    missing = [
        test for _, file, test in _ROWS if f"def {test}(" not in _folder(file).joinpath(file).read_text()
    ]
    assert (len(_ROWS) > 25, missing) == (True, [])


def test_every_code_of_the_page_exists() -> None:
    said = {f"signature.{code}" for codes, _, _ in _ROWS for code in re.findall(r"`(\w+)`", codes)}
    assert said <= {reason.value for reason in Reason}


def test_every_refusal_of_a_question_on_the_page_is_given() -> None:
    places = (
        "signing/remote.py",
        "retention/steps/question.py",
        "retention/steps/asked.py",
        "retention/steps/files.py",
        "retention/steps/keys.py",
        "signing/qualified.py",
        "retention/steps/decline.py",
        "signing/pades.py",
    )
    sources = "".join((ROOT / place).read_text() for place in places)
    said = {code for codes, _, _ in _ROWS for code in re.findall(r"`sign(?:ing)?\.(\w+)`", codes)}
    assert len(said) >= 6
    assert {code for code in said if f'{code}"' not in sources} == set()


def test_every_refusal_of_a_key_is_on_the_page() -> None:
    sources = "".join((ROOT / "signing" / name).read_text() for name in ("pkcs11.py", "signer.py"))
    given = set(re.findall(r'"signing\.(key_\w+)"', sources)) | {
        f"key_{name}" for name in re.findall(r'^        "(\w+)",$', sources, re.MULTILINE)
    }
    assert given == set(re.findall(r"^\| `signing\.(key_\w+)`", PAGE, re.MULTILINE))


def test_every_refusal_of_an_outside_programs_signature_is_on_the_page_with_its_test() -> None:
    part = PAGE.split("## КЭП")[1]
    rows = re.findall(r"\| `signing\.(cms_\w+|other_document)` \| (test_\w+) \|", part)
    source = (ROOT / "signing/detached.py").read_text()
    given = {f"cms_{code}" for code in re.findall(r'_refused\(\s*"(\w+)"', source)}
    tests = (ROOT / "tests/signing/test_detached.py").read_text()
    assert {code for code, _ in rows} == given | {"other_document"}
    assert [test for _, test in rows if f"def {test}(" not in tests] == []
