"""What a token refuses, each by its code and never with the PIN in the words."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from records.actor import Role
from signing.errors import SigningRefusedError
from tests.contract import softhsm
from tests.signing.making import School, credential_of


def refusal(
    module: Path, certificate: x509.Certificate, pin: str = softhsm.PIN, token: str = softhsm.LABEL
) -> str:
    from signing.pkcs11 import TokenPlace, open_token  # its library is not everywhere

    with pytest.raises(SigningRefusedError) as error, open_token(TokenPlace(module, token), pin) as opened:
        opened.signer(certificate, ())
    said = error.value
    chained = repr((said, said.ru, said.en, said.__cause__, said.__suppress_context__))
    assert pin not in chained
    return said.code


@pytest.fixture(scope="module")
def strange(school: School) -> x509.Certificate:
    """The certificate of a key that is on no token."""
    return credential_of(school.authority, Role.TEACHER, ec.generate_private_key(ec.SECP256R1())).certificate


def test_a_wrong_pin_is_refused(token_module: Path, strange: x509.Certificate) -> None:
    assert refusal(token_module, strange, pin="000000") == "signing.key_pin"


def test_a_token_that_is_not_there_is_named(token_module: Path, strange: x509.Certificate) -> None:
    assert refusal(token_module, strange, token="elsewhere") == "signing.key_away"


def test_a_certificate_of_another_key_is_refused(token_module: Path, strange: x509.Certificate) -> None:
    assert refusal(token_module, strange) == "signing.key_missing"


@pytest.mark.parametrize("kind", ["ec-p256", "ec-p384", "rsa-2048", "rsa-3072"])
def test_a_key_made_on_the_token_signs_and_does_not_leave_it(token_module: Path, kind: str) -> None:
    import pkcs11

    from signing.pkcs11 import Access, KeyKind, TokenPlace, open_token

    with open_token(TokenPlace(token_module, softhsm.LABEL), softhsm.PIN, Access.MAKE) as opened:
        made = opened.make(KeyKind(kind), f"made {kind}")
        again = opened.make(KeyKind(kind), f"made {kind}")
        signature = made.sign(b"journal")
    if isinstance(made.public, RSAPublicKey):
        made.public.verify(signature, b"journal", PKCS1v15(), hashes.SHA256())
    else:
        made.public.verify(signature, b"journal", ec.ECDSA(hashes.SHA256()))
    assert again.public == made.public  # whoever was killed after making it finds it
    token = pkcs11.lib(str(token_module)).get_token(token_label=softhsm.LABEL)
    with token.open(user_pin=softhsm.PIN) as session:
        private = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=f"made {kind}")
        assert private[pkcs11.Attribute.EXTRACTABLE] is False


def test_of_several_tokens_the_one_that_is_meant_has_to_be_named(
    token_module: Path, strange: x509.Certificate
) -> None:
    assert refusal(token_module, strange, token="") == "signing.key_which"


@pytest.mark.usefixtures("token_module")
def test_a_module_that_cannot_be_loaded_is_named(tmp_path: Path, strange: x509.Certificate) -> None:
    assert refusal(tmp_path / "nothing.so", strange) == "signing.key_module"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PinLocked", "signing.key_locked"),
        ("DeviceRemoved", "signing.key_away"),
        ("MechanismInvalid", "signing.key_unable"),
        ("GeneralError", "signing.key_failed"),
    ],
)
def test_what_a_module_answers_has_its_code(
    token_module: Path, strange: x509.Certificate, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    """SoftHSM never locks and cannot be pulled out: the answer is put in its mouth."""
    import pkcs11

    class Away:
        def get_tokens(self, **_: object) -> object:
            raise getattr(pkcs11, name)

    monkeypatch.setattr(pkcs11, "lib", lambda _: Away())
    assert refusal(token_module, strange) == code
