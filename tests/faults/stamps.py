"""A timestamp authority that is down, slow, or answers garbage, from the request of a number on (RFC 3161).

Stands in the place of the school's own, as an outside one would be reached: what a client of the network raises
is raised, what it would be given is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

from asn1crypto import cms, tsp
from cryptography.hazmat.primitives.asymmetric import rsa

from signing.tsa import SchoolTimeStamper
from tests.faults.kinds import Fault, Garbage, Kind

Answer = Callable[[SchoolTimeStamper, tsp.TimeStampReq], Any]
_honest = SchoolTimeStamper.async_request_tsa_response


@dataclass
class Stamps:
    """The authority as this process reaches it, with at most one fault."""

    fault: Fault | None = None
    requests: int = 0
    fired: bool = False

    @contextmanager
    def watched(self) -> Iterator[Stamps]:
        """Every request for a timestamp in this process goes through here."""

        async def answer(stamper: SchoolTimeStamper, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
            number = self.requests
            self.requests += 1
            if self.fault is None or number < self.fault.number:
                return await _honest(stamper, request)
            return await self._fail(self.fault, stamper, request)

        with mock.patch.object(SchoolTimeStamper, "async_request_tsa_response", answer):
            yield self

    async def _fail(
        self, fault: Fault, stamper: SchoolTimeStamper, request: tsp.TimeStampReq
    ) -> tsp.TimeStampResp:
        if fault.kind is Kind.STAMP_DOWN:
            self.fired = True
            raise ConnectionRefusedError(111, "Connection refused")
        if fault.kind is Kind.STAMP_SLOW:
            self.fired = True
            raise TimeoutError
        if fault.kind is Kind.STAMP_GARBAGE:
            self.fired = True
            return await _garbage(fault.garbage, stamper, request)
        return await _honest(stamper, request)


async def _garbage(kind: Garbage, stamper: SchoolTimeStamper, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
    if kind is Garbage.REJECTED:
        return tsp.TimeStampResp({"status": {"status": "rejection", "status_string": ["later"]}})
    if kind is Garbage.NOISE:
        return tsp.TimeStampResp.load(b"<html><body>502 Bad Gateway</body></html>")
    if kind is Garbage.OTHER_IMPRINT:
        other = tsp.TimeStampReq.load(request.dump())
        other["message_imprint"]["hashed_message"] = bytes(32)
        return await _honest(stamper, other)
    if kind is Garbage.OTHER_KEY:
        with mock.patch.object(stamper, "_key", rsa.generate_private_key(65537, 3072)):
            return await _honest(stamper, request)
    if kind is Garbage.FAR_OFF:
        later = stamper._at + timedelta(days=3653)
        with mock.patch.object(stamper, "_at", later):
            return await _honest(stamper, request)
    if kind is Garbage.WRONG_NONCE:
        return _with_nonce(await _honest(stamper, request))
    whole = (await _honest(stamper, request)).dump()
    return tsp.TimeStampResp.load(whole[: len(whole) // 2])


def _with_nonce(response: tsp.TimeStampResp) -> tsp.TimeStampResp:
    info = response["time_stamp_token"]["content"]["encap_content_info"]
    content = tsp.TSTInfo.load(info["content"].parsed.dump())
    content["nonce"] = 1
    info["content"] = cms.ParsableOctetString(content.dump())
    return response
