"""A person of the small school whose КЭП an outside authority issued: its root trusted by command, OpenSSL signing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from retention.steps.turn import put_signature, take_turn
from retention.workshop import Workshop
from signing.enrolment import Held
from signing.external import DetachedCms, prepare
from signing.services import services_at
from tests.flow.site import AT, Ran, Site
from tests.signing.cms_making import attributes, made
from tests.signing.gost_authority import GostAuthority, Holder, has_engine


def authority(folder: Path) -> GostAuthority:
    """An authority of the time of the small school. In CI it must be there."""
    if not has_engine():
        if "CI" in os.environ:
            pytest.fail("GOST signatures cannot be tried: no libengine-gost-openssl")
        pytest.skip("not run: no libengine-gost-openssl")
    return GostAuthority(folder, AT)


def files_of(gost: GostAuthority, folder: Path) -> list[str]:
    """The authority's certificate and its list, as its site offers them."""
    folder.mkdir(exist_ok=True)
    root, crl = folder / "ca.crt", folder / "ca.crl"
    root.write_bytes(gost.root.certificate.public_bytes(Encoding.DER))
    if not crl.exists():  # each has a number of its own
        crl.write_bytes(gost.crl())
    return [str(root), str(crl)]


def trusted(site: Site, gost: GostAuthority, folder: Path) -> Ran:
    """Let the site trust it."""
    return site.run("trust", "add", *files_of(gost, folder))


def sign_with(workshop: Workshop, person: str, record: str, file: str, holder: Holder) -> None:
    """The person's signature under the record, by the holder's key."""
    turn = take_turn(workshop, record, person, Held.QUALIFIED, AT, None, file)
    issuers = workshop.authority.outside.issuers_of(holder.certificate, AT)
    services = services_at(workshop.authority, AT)
    asked = prepare(turn.pdf, turn.order, holder.certificate, issuers, services)
    cms = made(holder, attributes(holder, asked.octets, AT)).dump()
    signer = DetachedCms(holder.certificate, issuers, asked.digest, cms, turn.order.at)
    put_signature(workshop, turn, signer, services, "test", AT)
