"""A timestamp authority's answer is looked at before it enters a signature (RFC 3161, 2.2 and 2.4.2).

Wraps any authority: one that is away or answers something else than was asked becomes SigningRefusedError with words
for the person who signs. The token's own signature and chain are judged with the finished file (signing/validate.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from asn1crypto import cms, tsp
from pyhanko.sign.timestamps import TimeStamper

from signing.errors import SigningRefusedError

# Between asking and being stamped; beyond it one of the two clocks is wrong.
TOLERANCE: Final = timedelta(hours=1)


class CheckedTimeStamper(TimeStamper):
    """Asks `source` on behalf of a signature made at `at`."""

    def __init__(self, source: TimeStamper, at: datetime) -> None:
        super().__init__(include_nonce=source.include_nonce)  # type: ignore[no-untyped-call]
        self._source = source
        self._at = at

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The token for a digest.

        Raises SigningRefusedError: signing.timestamp_away, signing.timestamp_refused (the authority said no),
        signing.timestamp_wrong (no token for this request at this time).
        """
        _, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        try:
            response = await self._source.async_request_tsa_response(request)
            return _token(response, request, self._at)
        except SigningRefusedError:
            raise
        except OSError as error:  # refused, unreachable, timed out
            raise _refused(
                "away",
                "Служба времени не отвечает: без неё подпись не доказывает, когда она сделана. Повторите позже; "
                "сделанное сохранено.",
                "the timestamp authority does not answer; repeat later, what was done is kept",
            ) from error
        except Exception as error:
            # What a stranger sends as DER fails deep inside and with any type: this is the boundary.
            raise _wrong("ответ не читается", "the answer cannot be read") from error


def _token(response: tsp.TimeStampResp, request: tsp.TimeStampReq, at: datetime) -> cms.ContentInfo:
    status = response["status"]["status"].native
    if status not in ("granted", "granted_with_mods"):
        raise _refused(
            "refused",
            f"Служба времени отказала ({status}). Повторите позже или обратитесь к ней; сделанное сохранено.",
            f"the timestamp authority refused ({status}); repeat later or ask it, what was done is kept",
        )
    token = response["time_stamp_token"]
    info = token["content"]["encap_content_info"]["content"].parsed
    if info["message_imprint"].native != request["message_imprint"].native:
        raise _wrong("метка не для этой подписи", "the token is for something else")
    if info["nonce"].native != request["nonce"].native:
        raise _wrong("метка не на этот запрос", "the token answers another request")
    moment = info["gen_time"].native
    if abs(moment - at) > TOLERANCE:
        raise _wrong(
            f"время метки {moment:%d.%m.%Y %H:%M} UTC не сходится с часами установки",
            f"the token's time {moment:%Y-%m-%d %H:%M} UTC does not agree with the installation's clock",
        )
    return token


def _refused(code: str, ru: str, en: str) -> SigningRefusedError:
    return SigningRefusedError(f"signing.timestamp_{code}", ru, en)


def _wrong(ru: str, en: str) -> SigningRefusedError:
    return _refused(
        "wrong",
        f"Служба времени ответила негодной меткой: {ru}. Подпись не поставлена; сообщите администратору.",
        f"the timestamp authority gave a wrong token: {en}; nothing was signed, tell the administrator",
    )
