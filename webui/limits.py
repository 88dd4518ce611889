"""How often what may be asked: token buckets by account and by address, the limits as one table.

In the memory of a process, by a clock that never goes back: they spare the machine and slow down whoever guesses codes,
and with several processes each has its own. What must be exact, wrong passwords and codes, is counted in rows
(webui/accounts/throttle.py). A bucket that would be full is forgotten. No input or output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock
from typing import Final

MOST_BUCKETS: Final = 20_000
READ, WRITE = frozenset({"GET", "HEAD"}), frozenset({"POST"})


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a minute for ever."""

    burst: int
    per_minute: int


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one account, and one address with all its people behind it, may ask for these endpoints together."""

    name: str
    account: Rate
    address: Rate
    methods: frozenset[str]
    endpoints: frozenset[str]


# A whole school sits behind one address and signs in at half past eight. The grid sends at most 150 batches a minute.
LIMITS: Final = (
    Limit(
        "saving",
        account=Rate(240, 240),
        address=Rate(20_000, 20_000),
        methods=WRITE,
        endpoints=frozenset(
            {
                *("gradebook.write_cells", "gradebook.undo_cell", "gradebook.save_lesson"),
                *("gradebook.save_results", "gradebook.add", "gradebook.change", "gradebook.remove"),
            }
        ),
    ),
    Limit(
        "printing",
        account=Rate(40, 30),
        address=Rate(400, 300),
        methods=READ | WRITE,
        endpoints=frozenset(
            {
                *("closing.draft", "closing.year_draft", "closing.file"),
                *("archive.pdf", "archive.bag", "archive.verify", "archive.check"),
                *("compromise.notice", "compromise.listing"),
            }
        ),
    ),
    Limit(
        "paper",
        account=Rate(60, 30),
        address=Rate(60, 30),
        methods=READ | WRITE,
        endpoints=frozenset({"paper.ask"}),
    ),
    Limit(
        "entrance",
        account=Rate(60, 30),
        address=Rate(180, 120),
        methods=WRITE,
        endpoints=frozenset(
            {
                *("accounts.sign_in", "accounts.sign_in_code", "accounts.sign_in_demo"),
                *("accounts.sign_in_question", "accounts.sign_in_passkey"),
                *("accounts.new_passkey_question", "accounts.add_passkey"),
                *("accounts.prove", "accounts.prove_question", "accounts.prove_passkey"),
                *("accounts.password", "accounts.add_second_factor"),
            }
        ),
    ),
    Limit(
        "letters",
        account=Rate(20, 10),
        address=Rate(40, 20),
        methods=WRITE,
        endpoints=frozenset({"mail.forgotten", "mail.new_password", "mail.set_own", "mail.confirm_own"}),
    ),
    Limit(
        "provider",
        account=Rate(30, 20),
        address=Rate(180, 120),
        methods=READ | WRITE,
        endpoints=frozenset({"oidc.enter", "oidc.back", "oidc.link_own"}),
    ),
)
BY_ENDPOINT: Final[Mapping[str, Limit]] = {name: limit for limit in LIMITS for name in limit.endpoints}


@dataclass(slots=True)
class Buckets:
    """Who has how many tokens left, and since when; safe for the threads of one process."""

    seconds: Callable[[], float]
    _held: dict[tuple[str, str], tuple[float, float, Rate]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, limit: Limit, account: str | None, address: str) -> int:
        """Take a token of each bucket; the seconds to wait when one is empty, else 0."""
        with self._lock:
            now = self.seconds()
            wanted = [((limit.name, f"address {_network(address)}"), limit.address)]
            if account:
                wanted.append(((limit.name, f"account {account}"), limit.account))
            left = {key: (self._left(key, rate, now), rate) for key, rate in wanted}
            wait = max(ceil((1 - tokens) * 60 / rate.per_minute) for tokens, rate in left.values())
            if wait > 0:
                return wait
            for key, (tokens, rate) in left.items():
                self._held[key] = (tokens - 1, now, rate)
            if len(self._held) > MOST_BUCKETS:
                self._forget(now)
            return 0

    def __len__(self) -> int:
        """How many buckets are remembered."""
        return len(self._held)

    def _left(self, key: tuple[str, str], rate: Rate, now: float) -> float:
        if key not in self._held:
            return rate.burst
        tokens, since, _ = self._held[key]
        return min(rate.burst, tokens + (now - since) * rate.per_minute / 60)

    def _forget(self, now: float) -> None:
        """Drop the full ones; and when an attacker filled the memory with others, the older half of them."""
        kept = [
            (since, key)
            for key, (_, since, rate) in self._held.items()
            if self._left(key, rate, now) < rate.burst
        ]
        newest = sorted(kept, reverse=True)[: MOST_BUCKETS // 2]
        self._held = {key: self._held[key] for _, key in newest}


def _network(address: str) -> str:
    """One household of IPv6 is one address: its first 64 bits (RFC 6177)."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return address
