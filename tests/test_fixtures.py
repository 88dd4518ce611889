"""The fixtures keep what they promise to every other test."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import Engine, text


def test_a_connection_out_of_the_machine_is_refused() -> None:
    with socket.socket() as outside, pytest.raises(ConnectionRefusedError, match="stay on loopback"):
        outside.connect(("192.0.2.1", 80))


def test_a_connection_on_loopback_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_no_other_test_sees(engine: Engine, turn: int) -> None:
    count = text("SELECT count(*) FROM school")
    with engine.begin() as connection:
        assert connection.scalar(count) == 0
        row = text(
            "INSERT INTO school (id, name, zone, policy) VALUES ('school-16', 'Школа', 'Europe/Moscow', '{}')"
        )
        connection.execute(row)
