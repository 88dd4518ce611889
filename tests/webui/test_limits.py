"""How often what may be asked: the buckets by themselves, and what the site answers when one is empty."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.webui.visitors import AUDITOR, signed_in
from webui.limits import BY_ENDPOINT, LIMITS, MOST_BUCKETS, WRITE, Buckets, Limit, Rate
from webui.routes import ROUTES
from webui.words import EN, RU

SMALL = Limit("small", Rate(3, 6), Rate(5, 6), WRITE, frozenset())


@dataclass
class Watch:
    """Seconds that a test lets pass."""

    shown: float = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.shown


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def buckets(watch: Watch) -> Buckets:
    return Buckets(watch)


def test_an_account_asks_so_many_at_once(buckets: Buckets) -> None:
    waits = [buckets.take(SMALL, "orlov", "10.0.0.1") for _ in range(4)]
    assert waits == [0, 0, 0, 10]


def test_after_the_wait_it_asks_again(buckets: Buckets, watch: Watch) -> None:
    for _ in range(3):
        buckets.take(SMALL, "orlov", "10.0.0.1")
    wait = buckets.take(SMALL, "orlov", "10.0.0.1")
    watch.shown += wait - 1
    early = buckets.take(SMALL, "orlov", "10.0.0.1")
    watch.shown += 1
    assert (early, buckets.take(SMALL, "orlov", "10.0.0.1")) == (1, 0)


def test_what_is_refused_costs_nothing(buckets: Buckets, watch: Watch) -> None:
    for _ in range(50):
        buckets.take(SMALL, "orlov", "10.0.0.1")
    watch.shown += 10
    assert buckets.take(SMALL, "orlov", "10.0.0.1") == 0


def test_many_accounts_share_their_address(buckets: Buckets) -> None:
    waits = [buckets.take(SMALL, f"account {n}", "10.0.0.1") for n in range(6)]
    assert waits == [0, 0, 0, 0, 0, 10]


def test_an_account_is_the_same_wherever_it_is(buckets: Buckets) -> None:
    waits = [buckets.take(SMALL, "orlov", f"10.0.0.{n}") for n in range(4)]
    assert waits[-1] == 10


def test_whoever_is_not_signed_in_is_counted_by_address(buckets: Buckets) -> None:
    assert [buckets.take(SMALL, None, "10.0.0.1") for _ in range(6)][-1] == 10


def test_the_addresses_of_one_household_are_one(buckets: Buckets) -> None:
    waits = [buckets.take(SMALL, None, f"2001:db8:1:1::{n}") for n in range(6)]
    assert (waits[-1], buckets.take(SMALL, None, "2001:db8:1:2::1")) == (10, 0)


def test_limits_do_not_share_their_tokens(buckets: Buckets) -> None:
    for _ in range(5):
        buckets.take(SMALL, None, "10.0.0.1")
    assert buckets.take(replace(SMALL, name="other"), None, "10.0.0.1") == 0


def test_full_buckets_are_forgotten(buckets: Buckets, watch: Watch) -> None:
    for n in range(MOST_BUCKETS):
        buckets.take(SMALL, None, f"address {n}")
    watch.shown += 60
    buckets.take(SMALL, None, "one more")
    assert len(buckets) == 1


def test_no_flood_of_addresses_fills_the_memory(buckets: Buckets) -> None:
    for n in range(MOST_BUCKETS + 1):
        buckets.take(SMALL, None, f"address {n}")
    assert len(buckets) == MOST_BUCKETS // 2


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_never_more_pass_than_burst_and_rate_allow(pauses: list[float]) -> None:
    watch = Watch()
    buckets, passed = Buckets(watch), 0
    for pause in pauses:
        watch.shown += pause
        passed += buckets.take(SMALL, "orlov", "10.0.0.1") == 0
    assert passed <= SMALL.account.burst + sum(pauses) * SMALL.account.per_minute / 60 + 1e-6


def test_no_endpoint_stands_under_two_limits() -> None:
    assert sum(len(limit.endpoints) for limit in LIMITS) == len(BY_ENDPOINT)


def test_whatever_is_limited_is_a_route() -> None:
    assert set(ROUTES) >= set(BY_ENDPOINT)


def test_thirty_marks_typed_fast_are_never_hit(buckets: Buckets, watch: Watch) -> None:
    saving = BY_ENDPOINT["gradebook.write_cells"]
    waits = []
    for _ in range(30 * 60):  # a mark every 0.4 s, for twelve minutes
        watch.shown += 0.4
        waits.append(buckets.take(saving, "teacher", "10.0.0.1"))
    assert set(waits) == {0}


def emptied(app: Flask, endpoint: str, account: str | None = None) -> None:
    """Take every token of the loopback's bucket."""
    buckets = app.extensions["limits"]
    while not buckets.take(BY_ENDPOINT[endpoint], account, "127.0.0.1"):
        pass


def test_codes_of_paper_are_not_guessed_for_long(app: Flask) -> None:
    client = app.test_client()
    statuses = [client.get("/paper").status_code for _ in range(BY_ENDPOINT["paper.ask"].address.burst + 1)]
    assert (set(statuses[:-1]), statuses[-1]) == ({200}, 429)


def test_the_answer_says_when_to_come_again(app: Flask) -> None:
    emptied(app, "paper.ask")
    assert int(app.test_client().get("/paper").headers["Retry-After"]) in (1, 2)


def test_the_page_says_it_in_words(app: Flask) -> None:
    emptied(app, "paper.ask")
    client = app.test_client()
    assert RU["refused_429"] in client.get("/paper").text
    assert EN["refused_429"] in client.get("/paper?lang=en").text


def test_a_program_is_told_a_code(app: Flask) -> None:
    emptied(app, "accounts.sign_in_question")
    answer = app.test_client().post("/sign-in/passkey/question", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json and answer.json["code"]) == (429, "http.429")


def test_looking_at_the_form_is_not_counted(app: Flask) -> None:
    emptied(app, "accounts.sign_in")
    client = app.test_client()
    assert [client.get("/sign-in").status_code, client.post("/sign-in").status_code] == [200, 429]


def test_other_pages_stay_open(app: Flask) -> None:
    client = signed_in(app, AUDITOR)
    emptied(app, "archive.pdf")
    assert client.get("/archive").status_code == 200
