"""Time anchors: the server's own statement of what time it was, handed to one person's phone."""

import hashlib
import hmac
import json
from datetime import datetime

from nyata.core.encoding import b64url, canonical, iso_ms, read_iso_ms, unb64url


class AnchorRefused(Exception):
    """The token was not made with this key, or for this person."""


def make(key: bytes, *, at: datetime, person: int, salt: bytes) -> str:
    """A signed anchor for `person` (primary key). `salt`: 8 random bytes, so that no two anchors are alike."""
    body = canonical({"at": iso_ms(at), "person": person, "salt": b64url(salt)})
    return f"{b64url(body)}.{b64url(_mac(key, body))}"


def verify(key: bytes, token: str, *, person: int) -> datetime:
    """When the anchor was made. Raises AnchorRefused.

    A caller treats a refused anchor as none: the time is then only as certain as challenge or ticket make it. It is
    no reason to turn anybody away, because a key that was changed overnight would do that to every waiting phone.
    """
    try:
        body_text, _, mac_text = token.partition(".")
        body, mac = unb64url(body_text), unb64url(mac_text)
    except ValueError as error:
        raise AnchorRefused("not an anchor") from error
    if not hmac.compare_digest(mac, _mac(key, body)):
        raise AnchorRefused("wrong key")
    says = json.loads(body)
    if says["person"] != person:
        raise AnchorRefused("somebody else's")
    return read_iso_ms(says["at"])


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, b"nyata-anchor-v1" + body, hashlib.sha256).digest()
