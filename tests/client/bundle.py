"""Building and signing an evidence bundle, as docs/wire.md says and nothing else."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import rfc8785

from tests.client.keys import PageKey, Passkey, b64url

ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
BROWSER: Mapping[str, Any] = {
    "user_agent": ANDROID,
    "language": "id-ID",
    "time_zone": "Asia/Jakarta",
    "touch_points": 5,
    "screen": [412, 915],
    "webdriver": False,
    "camera_label": "camera 1, facing front",
    "camera_settings": {"width": 480, "height": 640, "frameRate": 30},
    "permission_denied": [],
}


def fix_at(
    latitude: float, longitude: float, *, time_ms: int, accuracy: float = 8.0, at_ms: int = 400
) -> dict[str, Any]:
    """A position as Chrome on a phone gives it."""
    return {
        "latitude": latitude,
        "longitude": longitude,
        "accuracy": accuracy,
        "altitude": 14.2,
        "altitude_accuracy": None,
        "heading": None,
        "speed": None,
        "time_ms": time_ms,
        "at_ms": at_ms,
    }


@dataclass(frozen=True)
class Evidence:
    """What a phone gathered. `wall_ms`: the phone's own clock at the press, milliseconds since 1970."""

    purpose: str
    anchor: str
    wall_ms: int
    elapsed_ms: int | None = 1200
    challenge: str | None = None
    ticket: Mapping[str, Any] | None = None
    step_up_of: str | None = None
    frames: Sequence[bytes] = ()
    times_ms: Sequence[int] = ()
    fixes: Sequence[Mapping[str, Any]] = ()
    field_duty: str | None = None
    origin: str = "http://localhost:8000"
    browser: Mapping[str, Any] = field(default_factory=lambda: BROWSER)

    def payload(self, page_key: PageKey) -> dict[str, Any]:
        """The JSON that is signed."""
        shots = zip(self.frames, self.times_ms, strict=True)
        return {
            "v": 1,
            "origin": self.origin,
            "purpose": self.purpose,
            "challenge": self.challenge,
            "ticket": None if self.ticket is None else dict(self.ticket),
            "step_up_of": self.step_up_of,
            "acted": {"anchor": self.anchor, "elapsed_ms": self.elapsed_ms, "wall_ms": self.wall_ms},
            "frames": [{"sha256": hashlib.sha256(frame).hexdigest(), "at_ms": ms} for frame, ms in shots],
            "fixes": [dict(fix) for fix in self.fixes],
            "field_duty": self.field_duty,
            "page_key": page_key.thumbprint.hex(),
            "browser": dict(self.browser),
        }


@dataclass(frozen=True)
class Signed:
    """A bundle ready to be sent, at once or much later."""

    payload: bytes
    assertion: Mapping[str, str]
    page_signature: str
    frames: Sequence[bytes]

    def but(self, **changes: Any) -> "Signed":
        """The same bundle with something changed after it was signed."""
        return replace(self, **changes)

    def body(self) -> tuple[str, bytes]:
        """(content type, multipart body), as a browser's FormData writes it."""
        mark = f"----nyata{secrets.token_hex(12)}"
        parts = [
            _part(mark, 'name="payload"; filename="blob"', self.payload, "application/json"),
            _part(mark, 'name="assertion"', json.dumps(self.assertion).encode()),
            _part(mark, 'name="page_signature"', self.page_signature.encode()),
        ]
        parts += [_part(mark, 'name="frame"; filename="frame.jpg"', frame, "image/jpeg") for frame in self.frames]
        return f"multipart/form-data; boundary={mark}", b"".join(parts) + f"--{mark}--\r\n".encode()


def _part(mark: str, name: str, body: bytes, media: str = "") -> bytes:
    head = f"--{mark}\r\nContent-Disposition: form-data; {name}\r\n" + (f"Content-Type: {media}\r\n" if media else "")
    return head.encode() + b"\r\n" + body + b"\r\n"


def digest_of(nonce: bytes, payload: bytes) -> bytes:
    """SHA-256("nyata-bundle-v1" || nonce || SHA-256(payload))."""
    return hashlib.sha256(b"nyata-bundle-v1" + nonce + hashlib.sha256(payload).digest()).digest()


def ticket_nonce(seed: bytes, counter: int) -> bytes:
    """Nonce number `counter` of an offline ticket."""
    return hmac.new(seed, b"nyata-ticket-v1" + counter.to_bytes(4, "big"), hashlib.sha256).digest()


def sign(
    payload: Mapping[str, Any], frames: Sequence[bytes], nonce: bytes, passkey: Passkey, page_key: PageKey
) -> Signed:
    """Sign a payload with both keys of the phone."""
    written = rfc8785.dumps(dict(payload))
    digest = digest_of(nonce, written)
    return Signed(written, passkey.get(digest), b64url(page_key.sign(digest)), list(frames))


def witness_digest(nonce: bytes, payload: bytes) -> bytes:
    """SHA-256("nyata-witness-v1" || nonce || SHA-256(payload))."""
    return hashlib.sha256(b"nyata-witness-v1" + nonce + hashlib.sha256(payload).digest()).digest()
