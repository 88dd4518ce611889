"""The grid in a real browser: a lesson by the keyboard alone, words in either layout, undo, tools, paste."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.grid import PUPILS, Hand, at_the_grid, class_seed, class_site
from tests.browser.live import LiveSite

__all__ = ["class_seed", "class_site"]


@pytest.fixture
def hand(browser: Browser, class_site: LiveSite) -> Iterator[Hand]:
    with at_the_grid(browser, class_site) as hand:
        yield hand


def test_a_lesson_is_entered_by_the_keyboard(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    for number in range(PUPILS):
        hand.keys("5" if number % 3 else "4", "Enter")
    hand.settled()
    hand.reload()
    assert hand.column(at) == ["5" if number % 3 else "4" for number in range(PUPILS)]


def test_with_the_option_a_mark_is_one_stroke(hand: Hand) -> None:
    hand.page.get_by_label("После отметки сразу вниз").check()
    at = hand.empty
    hand.go(1, at)
    hand.keys(*["5"] * PUPILS)
    hand.settled()
    hand.reload()
    assert hand.column(at) == ["5"] * PUPILS


def test_a_latin_keyboard_writes_the_words_of_the_journal(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    for word in ("y", ",", "e", "jcd", "y/f", "pfx", "jg", "4,5", "4y"):
        hand.keys(*word, "Enter")
    hand.settled()
    hand.reload()
    assert hand.column(at)[:9] == ["н", "б", "у", "осв", "н/а", "зач", "оп", "4/5", "4 н"]


def test_what_will_be_written_is_shown_while_one_types(hand: Hand) -> None:
    hand.go(1, hand.empty)
    hand.keys("y")
    expect(hand.page.locator("#where")).to_contain_text("будет записано «н»")


def test_what_is_no_mark_is_not_left(hand: Hand) -> None:
    hand.go(1, hand.empty)
    hand.keys("7", "Enter")
    expect(hand.page.locator("#grid input")).to_have_attribute("aria-invalid", "true")


def test_escape_leaves_the_cell_as_it_was(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.keys("5", "Escape")
    assert hand.column(at)[0] == ""


def test_tab_in_an_open_cell_writes_and_goes_right(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.keys("5", "Tab")
    expect(hand.cell(1, at + 1)).to_be_focused()


def test_the_grid_is_one_stop_of_the_tab_key(hand: Hand) -> None:
    hand.go(3, 2)
    hand.keys("Tab")
    assert hand.page.evaluate("document.activeElement.closest('#grid')") is None


def test_coming_back_by_tab_one_is_where_one_was(hand: Hand) -> None:
    hand.go(3, 2)
    hand.keys("Tab", "Shift+Tab")
    expect(hand.cell(3, 2)).to_be_focused()


def test_a_cell_says_pupil_date_and_kind(hand: Hand) -> None:
    hand.go(1, 1)
    label = hand.cell(1, 1).get_attribute("aria-label") or ""
    assert label.startswith("Абрамов Роман Сергеевич, ")
    assert ".2026, " in label


def test_the_line_above_and_the_head_tell_the_topic_of_the_lesson(hand: Hand) -> None:
    hand.go(1, 1)
    topic = hand.page.locator(".lessons tbody td:nth-of-type(3)").first.inner_text()
    expect(hand.page.locator("#where")).to_contain_text(f" · {topic}")
    expect(hand.page.locator("#grid .d a").first).to_have_attribute("title", topic)


def test_the_last_change_is_taken_back(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.keys("5", "Enter", "3", "Enter")
    hand.settled()
    hand.keys("Control+z")
    hand.settled()
    hand.reload()
    assert hand.column(at)[:2] == ["5", ""]


def test_a_value_is_filled_down_into_empty_cells(hand: Hand) -> None:
    at = hand.empty
    before = hand.column(at)
    hand.go(1, at)
    hand.keys("y", "Enter", "ArrowUp", "Control+d")
    hand.settled()
    hand.reload()
    assert hand.column(at) == ["н", *(value or "н" for value in before[1:])]


def test_everybody_is_present(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.keys("y", "Enter", "4", "y", "Enter")
    hand.page.get_by_role("button", name="Все присутствуют").click()
    hand.settled()
    hand.reload()
    assert [value for value in hand.column(at) if value in ("н", "б", "у")] == []
    assert hand.column(at)[:2] == ["", "4"]


def test_the_mean_follows_the_marks(hand: Hand) -> None:
    mean = hand.page.locator("#grid tbody tr:nth-child(1) td.a").first
    before = mean.inner_text()
    hand.go(1, hand.empty)
    hand.keys("2", "Enter")
    expect(mean).not_to_have_text(before)


def test_proposed_period_marks_are_taken(hand: Hand) -> None:
    result = hand.page.locator("#grid td.r[data-f]").first
    proposed = result.get_attribute("data-f") or "?"
    result.click()
    hand.keys("Delete")
    hand.settled()
    hand.page.get_by_role("button", name="Принять предложенные").click()
    hand.settled()
    hand.reload()
    expect(result).to_have_text(proposed)


def test_a_paste_is_shown_before_it_is_written(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.paste("5\n4\n9\n")
    dialog = hand.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Будет записано: 2, с ошибкой: 1")
    expect(dialog).to_contain_text("«9» не подходит")


def test_a_paste_writes_what_fits(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.paste("5\n4\n9\nн\n")
    hand.page.get_by_role("button", name="Записать 3").click()
    hand.settled()
    hand.reload()
    assert hand.column(at)[:4] == ["5", "4", "", "н"]


def test_a_paste_that_is_declined_writes_nothing(hand: Hand) -> None:
    at = hand.empty
    hand.go(1, at)
    hand.paste("5\n4\n")
    hand.page.get_by_role("button", name="Не вставлять").click()
    assert hand.column(at)[:2] == ["", ""]


def test_the_page_opened_by_the_pointer_takes_a_mark(hand: Hand) -> None:
    at = hand.empty
    hand.cell(2, at).click()
    hand.cell(2, at).click()
    hand.page.locator("#grid input").fill("5")
    hand.keys("Enter")
    hand.settled()
    assert hand.column(at)[1] == "5"
