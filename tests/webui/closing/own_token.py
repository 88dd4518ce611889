"""A teacher's token at their own computer: SoftHSM 2, reached by `letopis token` in a process of its own.

That process has neither the school's data nor its database; the PIN comes through a pipe.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from records.actor import Actor
from signing.enrolment import Certificate, keys_of
from signing.invitation import invite
from tests.contract import softhsm
from tests.flow.site import AT, NOW
from tests.webui.closing.pages import form_of
from tests.webui.visitors import installation_of, person_id

_MAIN = "from webui.cli import main; main()"


@dataclass(frozen=True)
class OwnToken:
    """A token, and the folder in which its owner works."""

    folder: Path
    library: Path
    settings: dict[str, str]

    def run(
        self, *words: str, pin: str = softhsm.PIN, now: str = NOW, said: str = "", language: str = "ru"
    ) -> subprocess.CompletedProcess[str]:
        """`letopis token WORDS`."""
        reading, writing = os.pipe()
        os.write(writing, f"{pin}\n".encode())
        os.close(writing)
        nowhere = {
            "LETOPIS_DATA": str(self.folder / "nowhere"),
            "LETOPIS_DATABASE": "postgresql://nowhere/none",
        }
        environ = {**os.environ, **self.settings, **nowhere, "LETOPIS_NOW": now, "LETOPIS_LANG": language}
        place = ["--module", str(self.library), "--pin-fd", str(reading)]
        try:
            return subprocess.run(
                [sys.executable, "-c", _MAIN, "token", *words, *place],
                cwd=self.folder,
                env=environ,
                input=said,
                capture_output=True,
                text=True,
                pass_fds=(reading,),
                timeout=60,
                check=False,
            )
        finally:
            os.close(reading)

    def signed(self, request: bytes, **how: str) -> bytes:
        """The answer to a request, confirmed."""
        (self.folder / "asked.json").write_bytes(request)
        ran = self.run("sign", "asked.json", "--yes", "--force", **how)
        assert ran.returncode == 0, ran.stderr
        return (self.folder / "asked-signed.json").read_bytes()

    def refused(self, request: bytes, **how: str) -> str:
        """The code by which the command refuses a request; no answer is written."""
        (self.folder / "asked.json").write_bytes(request)
        ran = self.run("sign", "asked.json", "--yes", "-o", "refused.json", **how)
        assert ran.returncode != 0, ran.stdout
        assert "Traceback" not in ran.stderr
        assert not (self.folder / "refused.json").exists()
        code: str = re.findall(r"\[([a-z_.]+)\]", ran.stderr)[-1]
        return code


def new_token(folder: Path) -> OwnToken:
    """A token with nothing on it."""
    folder.mkdir()
    library = softhsm.needed()
    return OwnToken(folder, library, softhsm.make_tokens(library, folder, softhsm.LABEL))


def code_for(app: Flask, name: str) -> str:
    """A code from the office, handed over."""
    workshop = installation_of(app).workshop
    office = Actor(person_id(app, name), "office", workshop.school)
    with workshop.transaction() as session:
        return invite(session, office, office.person, AT, workshop.entropy)


def request_of(token: OwnToken, code: str, kind: str = "ec-p256") -> bytes:
    """The certification request that the command writes."""
    ran = token.run("request", "--code", code, "--kind", kind, "--key", f"letopis {kind}", "--force")
    assert ran.returncode == 0, ran.stderr
    return (token.folder / "letopis-key.csr").read_bytes()


def let_in(app: Flask, client: FlaskClient, name: str, token: OwnToken, kind: str = "ec-p256") -> Certificate:
    """The token's key, certified for this person by a code from the office."""
    sent = send_request(client, request_of(token, code_for(app, name), kind))
    assert sent == (302, "")
    return held_by(app, name)[0]


def send_request(client: FlaskClient, request: bytes, label: str = "Мой токен") -> tuple[int, str]:
    """Send a certification request as the page does: the status, and the code of a refusal."""
    return _sent(client, "/keys/token", {"label": label}, "request", request)


def send_answer(client: FlaskClient, answer: bytes) -> tuple[int, str]:
    """Send a token's answer as the page does: the status, and the code of a refusal."""
    return _sent(client, "/tasks/token/answer", {}, "answer", answer)


def _sent(client: FlaskClient, path: str, told: dict[str, str], name: str, data: bytes) -> tuple[int, str]:
    sent = client.post(path, data={**told, name: (BytesIO(data), "file")}, content_type="multipart/form-data")
    codes = re.findall(r"<code[^>]*>([a-z]+\.[a-z_]+)</code>", sent.text)
    return sent.status_code, codes[-1] if codes else ""


def asked(client: FlaskClient) -> bytes:
    """The file of what waits for the visitor, all of it, as the pages give it."""
    _, ticked = form_of(client.get("/tasks").text, "sign")
    address, told = form_of(client.post("/tasks/token", data=ticked).text, "ask-token")
    (key,) = re.findall(r'<option value="([0-9a-f]{64})"', client.post("/tasks/token", data=ticked).text)
    answer = client.post(address, data={**told, "key": key})
    assert answer.status_code == 200, answer.text
    return bytes(answer.data)


def held_by(app: Flask, name: str) -> list[Certificate]:
    """The certificates of the keys that a person holds."""
    workshop = installation_of(app).workshop
    with workshop.reading() as session:
        return list(keys_of(session, workshop.school, person_id(app, name)))
