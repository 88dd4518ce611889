"""What a token refuses, each by its code and never with the PIN in the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.errors import SigningRefusedError
from tests.contract import softhsm


def refusal(module: Path, pin: str = softhsm.PIN, token: str = softhsm.LABEL, key: str = "nobody") -> str:
    from signing.pkcs11 import TokenPlace, open_token  # its library is not everywhere

    with pytest.raises(SigningRefusedError) as error, open_token(TokenPlace(module, token, key), pin, ()):
        pass
    said = error.value
    chained = repr((said, said.ru, said.en, said.__cause__, said.__suppress_context__))
    assert pin not in chained
    return said.code


def test_a_wrong_pin_is_refused(token_module: Path) -> None:
    assert refusal(token_module, pin="000000") == "signing.key_pin"


def test_a_token_that_is_not_there_is_named(token_module: Path) -> None:
    assert refusal(token_module, token="elsewhere") == "signing.key_away"


def test_a_key_that_is_not_on_the_token_is_named(token_module: Path) -> None:
    assert refusal(token_module) == "signing.key_missing"


@pytest.mark.usefixtures("token_module")
def test_a_module_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.so") == "signing.key_failed"


def test_a_key_without_its_certificate_is_missing(token_module: Path) -> None:
    import pkcs11

    with (
        pkcs11.lib(str(token_module))
        .get_token(token_label=softhsm.LABEL)
        .open(rw=True, user_pin=softhsm.PIN) as session
    ):
        session.generate_keypair(pkcs11.KeyType.RSA, 2048, label="bare", store=True)
    assert refusal(token_module, key="bare") == "signing.key_missing"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PinLocked", "signing.key_locked"),
        ("DeviceRemoved", "signing.key_away"),
        ("GeneralError", "signing.key_failed"),
    ],
)
def test_what_a_module_answers_has_its_code(
    token_module: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    """SoftHSM never locks and cannot be pulled out: the answer is put in its mouth."""
    import pkcs11

    class Away:
        def get_token(self, **_: object) -> object:
            raise getattr(pkcs11, name)

    monkeypatch.setattr(pkcs11, "lib", lambda _: Away())
    assert refusal(token_module) == code
