"""What `letopis` says when it is asked for what is not there, not ready or not allowed: a code, no traceback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.identity import SystemEntropy
from tests.flow.seeds import Seed
from tests.flow.site import AT, Ran, Site, letopis
from tests.flow.small import Gap, write_workbook
from tests.flow.story import outcome
from webui.demo import make_demo
from webui.settings import DATABASE_FILE, Environment

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

CUTOFF = ("cutoff", "--class", "9А", "--period", "1", "--subject", "Алгебра")


@pytest.fixture
def site(imported: Seed, tmp_path: Path) -> Iterator[Site]:
    """The small school, nothing closed."""
    copy = imported.copy(tmp_path / "school")
    yield copy.site
    copy.drop()


@pytest.fixture(params=Gap)
def gap(request: pytest.FixtureRequest) -> Gap:
    """What the teacher of algebra forgot."""
    return Gap(request.param)


@pytest.fixture
def incomplete(kind: str, gap: Gap, tmp_path: Path) -> Site:
    """The small school; the teacher of algebra forgot something."""
    data = tmp_path / "incomplete"
    url = f"sqlite:///{data / DATABASE_FILE}"
    site = Site(data, url, url)
    make_demo(Environment.read(site.environ()), AT, SystemEntropy())
    assert site.run("import", str(write_workbook(tmp_path / "9А.xlsx", gap))).code == 0
    return site


def _refused(ran: Ran, code: str) -> bool:
    """Whether the command was refused with this code and nothing like a traceback."""
    return ran.code == 2 and f"[{code}]" in ran.err and "Traceback" not in ran.err


# words -> code of the refusal
WRONG = {
    ("cutoff", "--class", "11Я", "--period", "1"): "class.not_named",
    ("close-year", "--class", "11Я"): "class.not_named",
    ("close-year",): "closing.which",
    ("close-year", "--all", "--year", "1999/2000"): "year.unknown",
    ("cutoff", "--class", "9А", "--period", "7"): "period.unknown",
    ("cutoff", "--class", "9А", "--period", "1", "--subject", "Астрономия"): "journal.none",
    ("cutoff", "--class", "9А", "--year", "1999/2000", "--period", "1"): "class.not_named",
    ("verify", "nobody"): "record.unknown",
    ("sign", "nobody", "--as", "Громова Мария Ивановна"): "record.unknown",
    ("hold", "set", "nothing", "--reason", "суд", "--order", "№ 1"): "dossier.unknown",
    ("hold", "lift", "nothing"): "hold.unknown",
}


@pytest.mark.parametrize("words", WRONG)
def test_what_is_not_there_is_refused_under_its_code(site: Site, words: tuple[str, ...]) -> None:
    assert _refused(site.run(*words), WRONG[words])


def test_an_unknown_class_is_answered_with_the_classes_there_are(site: Site) -> None:
    assert "9А (2025/2026)" in site.run("cutoff", "--class", "9Б", "--period", "1").err


def test_a_class_may_be_named_in_lower_case(site: Site) -> None:
    assert _refused(site.run("cutoff", "--class", "9а", "--period", "7"), "period.unknown")


def test_a_wrong_option_ends_with_2(site: Site) -> None:
    assert site.run("cutoff", "--class", "9А", "--period", "first").code == 2


def test_a_clock_without_a_zone_is_refused(site: Site) -> None:
    assert _refused(site.run("records", now="2026-05-26T18:00:00"), "settings.now")


def test_a_clock_that_is_no_time_is_refused(site: Site) -> None:
    assert _refused(site.run("records", now="tomorrow"), "settings.now")


def test_a_folder_without_an_installation_is_refused(kind: str, tmp_path: Path) -> None:
    ran = letopis({"LETOPIS_DATA": str(tmp_path / "nowhere")}, "records")
    assert _refused(ran, "settings.absent")


def test_settings_that_cannot_be_read_are_refused(site: Site) -> None:
    (site.data / "letopis.toml").write_text("school = ")
    assert _refused(site.run("records"), "settings.damaged")


def test_a_set_clock_is_refused_where_it_is_no_demo(site: Site) -> None:
    settings = site.data / "letopis.toml"
    settings.write_text(settings.read_text("utf-8").replace("demo = true", "demo = false"), "utf-8")
    assert _refused(site.run("records"), "settings.clock")


def test_a_database_without_its_guards_is_refused(site: Site) -> None:
    with site.owning() as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER letopis_guard_lesson_update")
    assert _refused(site.run("records"), "guard.missing")


def test_an_english_reader_is_answered_in_english(site: Site) -> None:
    ran = letopis({**site.environ(), "LETOPIS_LANG": "en"}, "verify", "nobody")
    assert "there is no record nobody" in ran.err


NAMED = {
    Gap.TOPIC: "урок 03.09.2025: не записана тема",
    Gap.MARK: "Соколова Елена Андреевна: не выставлена отметка за период",
}


def test_an_incomplete_journal_is_refused_with_its_gaps(incomplete: Site, gap: Gap) -> None:
    ran = incomplete.run(*CUTOFF)
    assert _refused(ran, "cutoff.not_ready")
    assert NAMED[gap] in ran.err


def test_an_incomplete_journal_is_not_cut_off(incomplete: Site) -> None:
    incomplete.run(*CUTOFF)
    found = outcome(incomplete)
    assert (found.events["period.cut"], found.states) == (0, {})


def test_an_incomplete_journal_holds_up_the_whole_class(incomplete: Site) -> None:
    ran = incomplete.run("cutoff", "--class", "9А", "--period", "1")
    assert (ran.code, outcome(incomplete).events["period.cut"]) == (2, 0)


def test_the_deputy_heads_reason_closes_an_incomplete_journal(incomplete: Site) -> None:
    ran = incomplete.run(*CUTOFF, "--reason", "Учитель болен, приказ № 12")
    assert ran.code == 0, ran.err
    assert list(outcome(incomplete).states.values()) == [["replicated"]]


def test_the_reason_excuses_the_gap_in_the_report(incomplete: Site) -> None:
    incomplete.run(*CUTOFF, "--reason", "Учитель болен, приказ № 12")
    expected = incomplete.run("verify", "--json").json["expected"]
    assert [e["excuse"] for e in expected if e["state"] == "present"] == ["Учитель болен, приказ № 12"]


def test_a_journal_with_other_marks_is_refused_after_the_cutoff(site: Site, tmp_path: Path) -> None:
    site.run("cutoff", "--class", "9А", "--period", "1")
    before = outcome(site)
    ran = site.run("import", str(write_workbook(tmp_path / "other.xlsx", Gap.TOPIC)))
    assert (ran.code, "[import.frozen]" in ran.err, outcome(site)) == (3, True, before)


def test_verify_writes_nothing_to_a_location_in_doubt(closed: Site) -> None:
    place = closed.location("safe")
    shutil.rmtree(place)
    place.mkdir()
    closed.run("verify")
    assert list(place.iterdir()) == []


def test_verify_leaves_an_older_checkpoint_as_the_evidence_it_is(closed: Site) -> None:
    log = closed.location("safe") / "log"
    older = min((log / "checkpoints").iterdir(), key=lambda path: int(path.name)).read_bytes()
    (log / "checkpoint").write_bytes(older)
    ran = closed.run("verify")
    assert (ran.code, (log / "checkpoint").read_bytes()) == (1, older)
