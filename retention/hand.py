"""† The far side of crew.py: an interpreter that forks one worker for each pair of pipes it is given.

Questions and answers are lists of plain tuples, marshalled behind their length: both ends are this interpreter and
this file, and nobody else can write into the pipes. It imports little, because every crew waits for it.
"""

from __future__ import annotations

import marshal
import os
import sys
from typing import IO, Any

from retention.intact import look_at

_LENGTH = 8  # octets
_PLAIN = 2  # the version of marshal that looks for no object it has written before


def send(stream: IO[bytes], message: list[Any]) -> None:
    """Write one message. Raises BrokenPipeError when nobody reads."""
    content = marshal.dumps(message, _PLAIN)
    stream.write(len(content).to_bytes(_LENGTH) + content)
    stream.flush()


def receive(stream: IO[bytes]) -> list[Any] | None:
    """Read one message; None when whoever writes has gone."""
    length = stream.read(_LENGTH)
    content = stream.read(int.from_bytes(length))
    whole = len(length) == _LENGTH and len(content) == int.from_bytes(length)
    return marshal.loads(content) if whole else None  # noqa: S302 - our own pipe


def _work(question: int, answer: int) -> None:
    with os.fdopen(question, "rb") as questions, os.fdopen(answer, "wb") as answers:
        while (copies := receive(questions)) is not None:
            send(answers, look_at(copies))


def main() -> None:
    """Fork a worker for each pair of pipes, and wait for all of them."""
    ends = [int(argument) for argument in sys.argv[1:]]
    for question, answer in zip(ends[::2], ends[1::2], strict=True):
        if os.fork() == 0:
            try:
                # An end that another worker kept open would never be seen as closed.
                for end in {*ends} - {question, answer}:
                    os.close(end)
                _work(question, answer)
            finally:
                os._exit(0)
    for end in ends:
        os.close(end)
    for _ in ends[::2]:
        os.wait()


if __name__ == "__main__":
    main()
