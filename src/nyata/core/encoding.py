"""The encodings of the wire: canonical JSON, base64url without padding, times in UTC with milliseconds."""

import base64
import binascii
from datetime import UTC, datetime

import rfc8785


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785) of plain values. Raises ValueError for what JSON cannot say (NaN, huge integers)."""
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def b64url(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """The bytes of base64url text. Raises ValueError for anything but the one spelling `b64url` gives.

    One spelling only, so that a token or signature cannot be varied and still pass.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if b64url(data) != text:
        raise ValueError("not base64url without padding")
    return data


def iso_ms(moment: datetime) -> str:
    """An aware time as on the wire: 2026-11-22T00:28:41.123Z; what is finer than a millisecond is cut off."""
    if moment.tzinfo is None:
        raise ValueError("a time without zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_iso_ms(text: str) -> datetime:
    """The aware time of `iso_ms`'s text. Raises ValueError for any other spelling."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or iso_ms(moment) != text:
        raise ValueError("not a time in UTC with milliseconds")
    return moment


def from_ms(milliseconds: int) -> datetime:
    """The aware time of milliseconds since 1970, as JavaScript's Date.now() counts them."""
    seconds, rest = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)
