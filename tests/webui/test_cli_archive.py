"""Commands of the archive, on the small school's first half-year: records, verify, check, repair."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.flow.site import Site, letopis
from tests.webui.said import refusal

KEYS = {"records", "replicas", "bytes", "seconds", "problems", "warnings"}


def first(site: Site) -> dict[str, Any]:
    record: dict[str, Any] = site.run("records", "--json").json[0]
    return record


def bag_of(site: Site, location: str = "server") -> Path:
    """The folder of the first record's copy in a location, as `records --json` names it."""
    paths: dict[str, str] = {entry["name"]: entry["path"] for entry in first(site)["locations"]}
    return site.data / paths[location]


def pdf_of(site: Site, location: str = "server") -> Path:
    return bag_of(site, location) / "data" / "record.pdf"


def flip(file: Path) -> None:
    """Change one byte in the middle of a file."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.chmod(0o640)
    file.write_bytes(data)


def trust_of(site: Site) -> str:
    return str(site.data / "authority" / "root.pem")


def test_records_lists_title_and_locations(autumn: Site) -> None:
    out = autumn.run("records").out
    assert ("Журнал: Алгебра, 9А, I полугодие" in out, "server, safe" in out) == (True, True)


def test_records_of_a_new_school_are_none(bare: Site) -> None:
    assert bare.run("records").out == "Документов пока нет.\n"


def test_records_gives_programs_what_the_design_promises(autumn: Site) -> None:
    promised = {"id", "kind", "title", "class", "year", "revision", "stage", "retain_until", "signatures"}
    assert promised | {"locations"} <= set(first(autumn))


def test_a_path_in_records_leads_from_the_data_folder_to_the_bag(autumn: Site) -> None:
    assert {(bag_of(autumn, name) / "bagit.txt").is_file() for name in ("server", "safe")} == {True}


def test_records_of_another_year_are_not_listed(autumn: Site) -> None:
    assert autumn.run("records", "--year", "2024/2025", "--json").json == []


def test_an_intact_archive_is_exit_0(autumn: Site) -> None:
    ran = autumn.run("verify")
    assert (ran.code, "Нарушений нет." in ran.out) == (0, True)


def test_verify_gives_programs_what_the_design_promises(autumn: Site) -> None:
    report = autumn.run("verify", "--json").json
    assert set(report) >= KEYS
    assert (report["records"], report["replicas"], report["problems"]) == (3, 6, [])


def test_verify_of_one_record_reads_its_copies(autumn: Site) -> None:
    report = autumn.run("verify", first(autumn)["id"], "--json").json
    assert (report["records"], report["replicas"], report["problems"]) == (1, 2, [])


def test_verify_of_no_record_is_refused(autumn: Site) -> None:
    ran = autumn.run("verify", "нет")
    assert (ran.code, refusal(ran)) == (2, "record.unknown")


def test_a_flipped_byte_is_exit_1_and_named(autumn: Site) -> None:
    flip(pdf_of(autumn))
    ran = autumn.run("verify", "--json")
    (problem,) = ran.json["problems"]
    assert (ran.code, problem["code"], problem["location"]) == (1, "file.changed", "server")
    assert problem["path"].endswith("data/record.pdf")


def test_a_problem_is_told_to_people_with_its_code(autumn: Site) -> None:
    flip(pdf_of(autumn))
    assert "[file.changed]" in autumn.run("verify").out


@pytest.mark.parametrize(("language", "words"), [("ru", "Файл изменён"), ("en", "the file was changed")])
def test_a_problem_is_told_in_the_language_asked(autumn: Site, language: str, words: str) -> None:
    flip(pdf_of(autumn))
    ran = letopis(autumn.environ() | {"LETOPIS_LANG": language}, "verify", "--json")
    assert words in ran.json["problems"][0]["detail"]


def test_a_missing_copy_is_repaired_from_the_other(autumn: Site) -> None:
    shutil.rmtree(bag_of(autumn, "safe"))
    assert [autumn.run(word).code for word in ("verify", "repair", "verify")] == [1, 0, 0]


def test_a_damaged_copy_is_kept_aside(autumn: Site) -> None:
    flip(pdf_of(autumn))
    damaged = pdf_of(autumn).read_bytes()
    autumn.run("verify")
    aside = autumn.run("repair", "--json").json["repaired"][0]["aside"]
    assert (autumn.location("server") / aside / "data" / "record.pdf").read_bytes() == damaged


def test_repair_says_what_it_took_from_where(autumn: Site) -> None:
    flip(pdf_of(autumn))
    autumn.run("verify")
    assert "Восстановлено в «server» из «safe»" in autumn.run("repair").out


def test_repair_of_an_intact_archive_does_nothing(autumn: Site) -> None:
    ran = autumn.run("repair", "--json")
    assert (ran.code, ran.json["repaired"], ran.json["failed"]) == (0, [], [])


@pytest.mark.parametrize("words", [("repair",), ("repair", "--json")], ids=len)
def test_what_no_copy_can_mend_is_exit_1(autumn: Site, words: tuple[str, ...]) -> None:
    for location in ("server", "safe"):
        flip(pdf_of(autumn, location))
    autumn.run("verify")
    ran = autumn.run(*words)
    assert (ran.code, "repair.no_healthy_copy" in ran.out) == (1, True)


@pytest.mark.parametrize("of", [bag_of, pdf_of], ids=["bag", "pdf"])
def test_check_needs_neither_database_nor_installation(autumn: Site, tmp_path: Path, of: Any) -> None:
    environ = {"LETOPIS_DATA": str(tmp_path / "nowhere"), "LETOPIS_NOW": autumn.environ()["LETOPIS_NOW"]}
    ran = letopis(environ, "check", str(of(autumn)), "--trust", trust_of(autumn))
    assert (ran.code, "Нарушений нет." in ran.out) == (0, True)


def test_check_names_signers_and_place_in_the_log(autumn: Site) -> None:
    checked = autumn.run("check", str(bag_of(autumn)), "--json").json
    assert (len(checked["signatures"]), checked["anchor"].startswith("letopis/")) == (2, True)


def test_check_finds_a_flipped_byte(autumn: Site) -> None:
    flip(pdf_of(autumn))
    ran = autumn.run("check", str(bag_of(autumn)), "--json")
    assert (ran.code, "file.changed" in {p["code"] for p in ran.json["problems"]}) == (1, True)


def test_check_does_not_trust_another_school(autumn: Site) -> None:
    ran = autumn.run("check", str(pdf_of(autumn)), "--trust", str(stranger(autumn.data.parent)), "--json")
    assert (ran.code, {p["code"] for p in ran.json["problems"]}) == (1, {"signature.untrusted"})


def stranger(folder: Path) -> Path:
    """The root of another school."""
    other = Site(folder / "other", f"sqlite:///{folder}/other.db", f"sqlite:///{folder}/other.db")
    other.run("demo", "--empty")
    return other.data / "authority" / "root.pem"


def test_check_without_anybody_to_trust_says_whom_to_ask(autumn: Site, tmp_path: Path) -> None:
    ran = letopis({"LETOPIS_DATA": str(tmp_path / "nowhere")}, "check", str(pdf_of(autumn)))
    assert (ran.code, refusal(ran), "--trust" in ran.err) == (2, "check.trust", True)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
@pytest.mark.parametrize(
    ("words", "code"), [(("check", "{bag}", "--trust"), "check.trust"), (("verify", "--since"), "since.file")]
)
def test_what_is_no_file_is_not_read_where_one_is_asked_for(
    autumn: Site, tmp_path: Path, make: Callable[[Path], None], words: tuple[str, ...], code: str
) -> None:
    make(tmp_path / "given")
    ran = autumn.run(*(word.format(bag=bag_of(autumn)) for word in words), str(tmp_path / "given"))
    assert (ran.code, refusal(ran)) == (2, code)


STRANGE = "запись\n\x1b[2J\udcff.pdf"


@pytest.mark.parametrize("body", [None, b"x"], ids=["absent", "damaged"])
def test_the_name_of_a_strangers_file_does_not_rule_the_terminal(
    autumn: Site, tmp_path: Path, body: bytes | None
) -> None:
    if body:
        (tmp_path / STRANGE).write_bytes(body)
    ran = autumn.run("check", str(tmp_path / STRANGE))
    assert "запись\\n\\x1b[2J\\udcff.pdf" in ran.out + ran.err


def test_programs_get_the_name_of_a_strangers_file_as_it_is(autumn: Site, tmp_path: Path) -> None:
    (tmp_path / STRANGE).write_bytes(b"x")
    ran = autumn.run("check", str(tmp_path / STRANGE), "--json")
    assert (ran.json["path"], ran.out.encode() != b"") == (str(tmp_path / STRANGE), True)


def test_check_of_nothing_is_refused(autumn: Site) -> None:
    ran = autumn.run("check", "нет.pdf")
    assert (ran.code, refusal(ran)) == (2, "check.absent")


def test_check_of_something_else_is_a_problem_not_a_traceback(autumn: Site, tmp_path: Path) -> None:
    (tmp_path / "письмо.pdf").write_text("это не журнал")
    ran = autumn.run("check", str(tmp_path / "письмо.pdf"))
    assert (ran.code, "[pdf.no_snapshot]" in ran.out) == (1, True)
