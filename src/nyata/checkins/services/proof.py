"""Whether a bundle is what it says: whole frames, the bound phone's passkey and page key over exactly these bytes."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings

from nyata.accounts.models import Passkey
from nyata.accounts.services import Assertion, AssertionRefused, nobodys_passkey, verify_assertion
from nyata.checkins.refusals import Refused
from nyata.core import bundle as grammar
from nyata.core.bundle import Bundle
from nyata.core.encoding import unb64url
from nyata.core.reasons import Reason
from nyata.enrolment.selectors.signing import SigningDevice
from nyata.faces.jpeg import ImageUnreadable, jpeg_size

_PARTS = frozenset(("id", "clientDataJSON", "authenticatorData", "signature"))
_SHA256 = ec.ECDSA(hashes.SHA256())


def check_frames(bundle: Bundle, frames: Sequence[bytes]) -> None:
    """That the frames are photographs of a sensible size and the ones that were signed; headers only, cheap first.

    Raises Refused: too many, too large, missing, no JPEG, of a wrong size, or not the signed bytes.
    """
    if len(frames) > grammar.FRAMES:
        raise Refused(Reason.TOO_MANY_FRAMES)
    if any(len(frame) > grammar.FRAME_BYTES for frame in frames):
        raise Refused(Reason.FRAME_TOO_LARGE)
    if len(frames) != len(bundle.frames):
        raise Refused(Reason.FRAMES_MISSING)
    for frame in frames:
        try:
            sides = jpeg_size(frame)
        except ImageUnreadable as error:
            raise Refused(Reason.FRAME_NOT_JPEG) from error
        if min(sides) < grammar.FRAME_SIDE_MIN or max(sides) > grammar.FRAME_SIDE_MAX:
            raise Refused(Reason.FRAME_WRONG_SIZE)
    for signed, frame in zip(bundle.frames, frames, strict=True):
        if hashlib.sha256(frame).hexdigest() != signed.sha256:
            raise Refused(Reason.FRAME_ALTERED)


def read_assertion(text: bytes) -> dict[str, str]:
    """The assertion's four parts from the wire's JSON. Raises Refused for anything more, less or else."""
    try:
        says = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(Reason.ASSERTION_MALFORMED) from error
    if not isinstance(says, dict) or says.keys() != _PARTS or not all(type(one) is str for one in says.values()):
        raise Refused(Reason.ASSERTION_MALFORMED)
    for one in says.values():
        _bytes(one)
    return says


def _bytes(text: str) -> bytes:
    """The bytes of one part; only the one spelling of them passes, so that no character can be varied."""
    try:
        return unb64url(text)
    except ValueError as error:
        raise Refused(Reason.ASSERTION_MALFORMED) from error


def credential_id(assertion: dict[str, str]) -> bytes:
    """The id of the passkey that is said to have signed. Raises Refused."""
    return _bytes(assertion["id"])


def claimed_digest(assertion: dict[str, str]) -> bytes:
    """The 32 bytes that the passkey is said to have signed: finds an earlier receipt before anything else is known."""
    try:
        return unb64url(json.loads(unb64url(assertion["clientDataJSON"]))["challenge"])[:32]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(Reason.ASSERTION_MALFORMED) from error


def check_assertion(passkey: Passkey, assertion: dict[str, str], digest: bytes) -> Assertion:
    """That this passkey, with user verification, signed this digest for our origin. Raises Refused."""
    try:
        return verify_assertion(passkey, assertion, digest, settings.ORIGIN)
    except AssertionRefused as error:
        raise Refused(error.code) from error


def refuse_unknown(assertion: dict[str, str], digest: bytes) -> NoReturn:
    """Raise Refused(device_unknown) after the work that a known passkey takes."""
    with suppress(Refused):
        check_assertion(nobodys_passkey(assertion), assertion, digest)
    raise Refused(Reason.DEVICE_UNKNOWN)


def check_page(device: SigningDevice, bundle: Bundle, digest: bytes, page_signature: str) -> None:
    """That the page key bound at enrolment signed the same digest. Raises Refused."""
    if bytes.fromhex(bundle.page_key) != device.page_key_thumbprint:
        raise Refused(Reason.PAGE_KEY_MISMATCH)
    try:
        raw = unb64url(page_signature)
        if len(raw) != 64:
            raise ValueError("a P-256 signature has 64 bytes")
        signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        _page_key(device.page_key).verify(signature, digest, _SHA256)
    except (ValueError, InvalidSignature) as error:
        raise Refused(Reason.PAGE_SIGNATURE_WRONG) from error


@lru_cache(maxsize=4096)
def _page_key(der: bytes) -> ec.EllipticCurvePublicKey:
    key = load_der_public_key(der)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("a page key is a P-256 key")
    return key
