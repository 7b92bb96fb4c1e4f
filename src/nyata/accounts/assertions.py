"""Checking what a passkey signed (WebAuthn Level 3, 7.2), without touching the database."""

import hashlib
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from webauthn import verify_authentication_response
from webauthn.helpers import base64url_to_bytes, encode_cbor, parse_authenticator_data, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import ClientDataType

from nyata.accounts.models import Passkey
from nyata.core.reasons import Reason

PARTS = ("id", "clientDataJSON", "authenticatorData", "signature")
MOST = 8_000  # characters of one part: real ones have under 1,000


class AssertionRefused(Exception):
    """The assertion does not prove that this passkey's holder signed this challenge."""

    def __init__(self, code: Reason) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a valid assertion says. `sign_count` is the key's own counter, 0 where it does not count.

    `count_went_back`: the counter is not above the last one kept. Signing in refuses that; a check-in that waited
    in a queue without network does it honestly, so there it is only a signal.
    """

    sign_count: int
    count_went_back: bool
    backed_up: bool


def verify_assertion(passkey: Passkey, assertion: dict[str, str], challenge: bytes, origin: str) -> Assertion:
    """Check an assertion in the wire's flat form: `id`, `clientDataJSON`, `authenticatorData`, `signature` (b64url).

    User verification is required. Nothing is written: the caller keeps `sign_count` if it wants to.
    Raises AssertionRefused with its code.
    """
    parts = _parts(assertion)
    if parts["id"] != bytes(passkey.credential_id):
        raise AssertionRefused(Reason.DEVICE_UNKNOWN)
    if passkey.revoked_at is not None:
        raise AssertionRefused(Reason.DEVICE_REVOKED)
    _check_client(parts["clientDataJSON"], challenge, origin)
    rp_id = urlsplit(origin).hostname or ""
    try:
        seen = verify_authentication_response(
            credential=_as_json(assertion),
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise AssertionRefused(_why(parts["authenticatorData"], rp_id)) from error
    went_back = bool(seen.new_sign_count or passkey.sign_count) and seen.new_sign_count <= passkey.sign_count
    return Assertion(seen.new_sign_count, went_back, seen.credential_backed_up)


def nobodys_passkey(assertion: dict[str, str]) -> Passkey:
    """A passkey with the id that the assertion claims and a key that nobody holds.

    Verified against it, an id that does not exist is refused after the same work as one that does.
    """
    try:
        claimed = base64url_to_bytes(str(assertion.get("id", ""))[:MOST])
    except ValueError:
        claimed = b""
    return Passkey(credential_id=claimed, public_key=_nobodys_key())


@cache
def _nobodys_key() -> bytes:
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
    return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})  # COSE: EC2, ES256, P-256


def _parts(assertion: dict[str, str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in PARTS:
        value = assertion.get(name) if isinstance(assertion, dict) else None
        if not isinstance(value, str) or not value or len(value) > MOST:
            raise AssertionRefused(Reason.ASSERTION_MALFORMED)
        try:
            found[name] = base64url_to_bytes(value)
        except ValueError as error:
            raise AssertionRefused(Reason.ASSERTION_MALFORMED) from error
    return found


def _check_client(client_data: bytes, challenge: bytes, origin: str) -> None:
    try:
        said = parse_client_data_json(client_data)
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise AssertionRefused(Reason.ASSERTION_MALFORMED) from error
    if said.type != ClientDataType.WEBAUTHN_GET:
        raise AssertionRefused(Reason.ASSERTION_MALFORMED)
    if said.challenge != challenge:
        raise AssertionRefused(Reason.CLIENT_DATA_MISMATCH)
    if said.origin != origin or said.cross_origin:
        raise AssertionRefused(Reason.WRONG_ORIGIN)


def _as_json(assertion: dict[str, str]) -> dict[str, object]:
    """The browser's own JSON form, which the library reads."""
    response = {name: assertion[name] for name in PARTS[1:]}
    return {"id": assertion["id"], "rawId": assertion["id"], "type": "public-key", "response": response}


def _why(authenticator_data: bytes, rp_id: str) -> Reason:
    """Which of the library's checks it was."""
    try:
        seen = parse_authenticator_data(authenticator_data)
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError):
        return Reason.ASSERTION_MALFORMED
    if seen.rp_id_hash != hashlib.sha256(rp_id.encode()).digest():
        return Reason.RELYING_PARTY_MISMATCH
    if not (seen.flags.uv and seen.flags.up):
        return Reason.USER_VERIFICATION_MISSING
    return Reason.ASSERTION_SIGNATURE_WRONG
