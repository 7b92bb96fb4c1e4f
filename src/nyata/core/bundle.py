"""The grammar of an evidence bundle's payload (docs/wire.md). Whatever is not exactly this is refused with a code."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NoReturn
from uuid import UUID

from nyata.core.encoding import canonical
from nyata.core.reasons import Reason

# The limits of wire version 1: part of the protocol, not policy, since a phone in the field relies on them.
BODY_BYTES = 1_000_000
PAYLOAD_BYTES = 40_000
FRAMES = 16
FRAME_BYTES = 120_000
FRAME_SIDE_MIN, FRAME_SIDE_MAX = 160, 1280
FIXES = 10
FIELD_DUTY_CHARS = 300

_LAST_MS = 4_102_444_800_000  # the year 2100: a clock beyond it says nothing
_ELAPSED_MS = 30 * 24 * 3_600_000  # no page lives longer than thirty days
_CAPTURE_MS = 120_000
_NUMBER = 1e7  # for what is kept but not judged
_PLAIN, _DEEP = 1e15, 6  # for what the camera says of itself, in whatever form
_HEX = re.compile(r"[0-9a-f]{64}")


class BundleRefused(Exception):
    """The payload is not a bundle. `code` for the sender, `where` for the security log."""

    def __init__(self, code: Reason, where: str) -> None:
        super().__init__(f"{code}: {where}")
        self.code = code
        self.where = where


@dataclass(frozen=True, slots=True)
class Ticket:
    """Use number `counter` (from 0) of an offline ticket."""

    id: UUID
    counter: int


@dataclass(frozen=True, slots=True)
class Acted:
    """The press of the button: ms since the anchor (None: in another life of the page), and the phone's clock."""

    anchor: str
    elapsed_ms: int | None
    wall_ms: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One photograph: SHA-256 of its bytes in hex, and its offset from the start of the capture."""

    sha256: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as the browser gave it (WGS 84 degrees, metres, m/s): `time_ms` its own time, `at_ms` its arrival."""

    latitude: float
    longitude: float
    accuracy: float
    altitude: float | None
    altitude_accuracy: float | None
    heading: float | None
    speed: float | None
    time_ms: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Browser:
    """What the browser tells of itself. Nothing of it is proof."""

    user_agent: str
    language: str
    time_zone: str
    touch_points: int
    screen: tuple[int, int]
    webdriver: bool
    camera_label: str | None
    camera_settings: Mapping[str, Any] | None
    permission_denied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A payload that kept the grammar. `payload` is its JSON, to be stored as it was signed."""

    origin: str
    purpose: str
    challenge: UUID | None
    ticket: Ticket | None
    step_up_of: UUID | None
    acted: Acted
    frames: tuple[Frame, ...]
    fixes: tuple[Fix, ...]
    field_duty: str | None
    page_key: str
    browser: Browser
    payload: Mapping[str, Any]


def parse(payload: bytes) -> Bundle:
    """Read a payload. Raises BundleRefused for anything but canonical JSON of version 1 within its limits."""
    return read(_load(payload))


def read(says: Any) -> Bundle:
    """The bundle in a payload's JSON, already loaded. Raises BundleRefused for anything but version 1."""
    if isinstance(says, dict) and (type(says.get("v")) is not int or says["v"] != 1):
        raise BundleRefused(Reason.OLD_PAGE, "v")
    top = _object(says, "payload", _TOP)
    challenge, ticket = _uuid(top, "challenge"), _ticket(top["ticket"])
    if (challenge is None) == (ticket is None):
        _malformed("challenge or ticket")
    if top["purpose"] not in ("in", "out"):
        _malformed("purpose")
    field_duty = None if top["field_duty"] is None else _text(top, "field_duty", FIELD_DUTY_CHARS)
    if field_duty is not None and not field_duty.strip():
        _malformed("field_duty")
    return Bundle(
        origin=_text(top, "origin", 300),
        purpose=top["purpose"],
        challenge=challenge,
        ticket=ticket,
        step_up_of=_uuid(top, "step_up_of"),
        acted=_acted(top["acted"]),
        frames=_frames(top["frames"]),
        fixes=_fixes(top["fixes"]),
        field_duty=field_duty,
        page_key=_hash(top, "page_key"),
        browser=_browser(top["browser"]),
        payload=top,
    )


def payload_hash(payload: bytes) -> bytes:
    """SHA-256 of the payload's bytes, 32 bytes."""
    return hashlib.sha256(payload).digest()


def digest(nonce: bytes, payload: bytes) -> bytes:
    """What passkey and page key sign: SHA-256("nyata-bundle-v1" || nonce || payload hash), 32 bytes."""
    if len(nonce) != 32:
        raise ValueError("a nonce has 32 bytes")
    return hashlib.sha256(b"nyata-bundle-v1" + nonce + payload_hash(payload)).digest()


def ticket_nonce(seed: bytes, counter: int) -> bytes:
    """The nonce of use `counter` (from 0) of an offline ticket, 32 bytes."""
    return hmac.new(seed, b"nyata-ticket-v1" + counter.to_bytes(4, "big"), hashlib.sha256).digest()


def _keys(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


_TICKET, _ACTED, _FRAME, _FIX, _BROWSER = (_keys(kind) for kind in (Ticket, Acted, Frame, Fix, Browser))
_TOP = _keys(Bundle) - {"payload"} | {"v"}


def _malformed(where: str) -> NoReturn:
    raise BundleRefused(Reason.MALFORMED, where)


def _load(payload: bytes) -> Any:
    if len(payload) > PAYLOAD_BYTES:
        raise BundleRefused(Reason.BODY_TOO_LARGE, "payload")
    if b"\\u0000" in payload:  # PostgreSQL cannot keep it, and no honest text has it
        _malformed("NUL")
    try:
        # parse_constant meets NaN and Infinity, which Python would take and JSON does not have.
        says = json.loads(payload.decode("utf-8"), parse_constant=_malformed)
        again = canonical(says)
    except (ValueError, RecursionError) as error:
        raise BundleRefused(Reason.MALFORMED, "not JSON") from error
    if again != payload:
        raise BundleRefused(Reason.NOT_CANONICAL, "payload")
    return says


def _object(value: Any, where: str, keys: frozenset[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != keys:
        _malformed(where)
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        _malformed(where)
    return value


def _integer(holder: dict[str, Any], key: str, low: int, high: int) -> int:
    value = holder[key]
    if type(value) is not int or not low <= value <= high:
        _malformed(key)
    return value


def _number(holder: dict[str, Any], key: str, low: float = -_NUMBER, high: float = _NUMBER) -> float:
    value = holder[key]
    if type(value) is not int and type(value) is not float:
        _malformed(key)
    if not low <= value <= high:
        raise BundleRefused(Reason.POSITION_IMPOSSIBLE, key)
    return float(value)


def _optional(holder: dict[str, Any], key: str) -> float | None:
    return None if holder[key] is None else _number(holder, key)


def _text(holder: dict[str, Any], key: str, longest: int) -> str:
    value = holder[key]
    if not isinstance(value, str) or len(value) > longest:
        _malformed(key)
    return value


def _hash(holder: dict[str, Any], key: str) -> str:
    value = _text(holder, key, 64)
    if not _HEX.fullmatch(value):
        _malformed(key)
    return value


def _uuid(holder: dict[str, Any], key: str) -> UUID | None:
    value = holder[key]
    if value is None:
        return None
    try:
        found = UUID(_text(holder, key, 36))
    except ValueError:
        _malformed(key)
    if str(found) != value:
        _malformed(key)
    return found


def _ticket(value: Any) -> Ticket | None:
    if value is None:
        return None
    says = _object(value, "ticket", _TICKET)
    found = _uuid(says, "id")
    if found is None:
        _malformed("ticket")
    return Ticket(found, _integer(says, "counter", 0, 65_535))


def _acted(value: Any) -> Acted:
    says = _object(value, "acted", _ACTED)
    elapsed = None if says["elapsed_ms"] is None else _integer(says, "elapsed_ms", 0, _ELAPSED_MS)
    return Acted(_text(says, "anchor", 400), elapsed, _integer(says, "wall_ms", 0, _LAST_MS))


def _frames(value: Any) -> tuple[Frame, ...]:
    listed = _list(value, "frames")
    if len(listed) > FRAMES:
        raise BundleRefused(Reason.TOO_MANY_FRAMES, "frames")
    says = [_object(one, "frame", _FRAME) for one in listed]
    frames = tuple(Frame(_hash(one, "sha256"), _integer(one, "at_ms", 0, _CAPTURE_MS)) for one in says)
    if any(later.at_ms <= earlier.at_ms for earlier, later in zip(frames, frames[1:], strict=False)):
        raise BundleRefused(Reason.TIMES_OUT_OF_ORDER, "frames")
    return frames


def _fixes(value: Any) -> tuple[Fix, ...]:
    listed = _list(value, "fixes")
    if len(listed) > FIXES:
        raise BundleRefused(Reason.TOO_MANY_FIXES, "fixes")
    fixes = tuple(_fix(_object(one, "fix", _FIX)) for one in listed)
    if any(later.at_ms < earlier.at_ms for earlier, later in zip(fixes, fixes[1:], strict=False)):
        raise BundleRefused(Reason.TIMES_OUT_OF_ORDER, "fixes")
    return fixes


def _fix(says: dict[str, Any]) -> Fix:
    return Fix(
        latitude=_number(says, "latitude", -90, 90),
        longitude=_number(says, "longitude", -180, 180),
        accuracy=_number(says, "accuracy", 0, 1e6),
        altitude=_optional(says, "altitude"),
        altitude_accuracy=_optional(says, "altitude_accuracy"),
        heading=_optional(says, "heading"),
        speed=_optional(says, "speed"),
        time_ms=_integer(says, "time_ms", 0, _LAST_MS),
        # A fix may be a little older than the press: the page's ready-light was watching already.
        at_ms=_integer(says, "at_ms", -_CAPTURE_MS, _CAPTURE_MS),
    )


def _is_plain(value: Any, deep: int) -> bool:
    """Whether this comes back from any store as it was signed: a number of 1e21 would come back as an integer."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return deep > 0 and all(_is_plain(one, deep - 1) for one in inside)
    return not isinstance(value, int | float) or abs(value) <= _PLAIN


def _browser(value: Any) -> Browser:
    says = _object(value, "browser", _BROWSER)
    screen = _list(says["screen"], "screen")
    if len(screen) != 2 or any(type(side) is not int or not 0 <= side <= 100_000 for side in screen):
        _malformed("screen")
    denied = _list(says["permission_denied"], "permission_denied")
    if len(denied) > 10 or any(not isinstance(name, str) or len(name) > 40 for name in denied):
        _malformed("permission_denied")
    if not isinstance(says["webdriver"], bool):
        _malformed("webdriver")
    settings = says["camera_settings"]
    if settings is not None and not (isinstance(settings, dict) and _is_plain(settings, _DEEP)):
        _malformed("camera_settings")
    return Browser(
        user_agent=_text(says, "user_agent", 1000),
        language=_text(says, "language", 80),
        time_zone=_text(says, "time_zone", 80),
        touch_points=_integer(says, "touch_points", 0, 1000),
        screen=(screen[0], screen[1]),
        webdriver=says["webdriver"],
        camera_label=None if says["camera_label"] is None else _text(says, "camera_label", 300),
        camera_settings=settings,
        permission_denied=tuple(denied),
    )
