"""Making a passkey: the options handed to the browser, and the check of what it made (WebAuthn Level 3, 7.1)."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyasn1.codec.ber.decoder import decode as ber_decode
from webauthn import generate_registration_options, verify_registration_response
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    encode_cbor,
    options_to_json_dict,
    parse_cbor,
    parse_client_data_json,
)
from webauthn.helpers import known_root_certs as known
from webauthn.helpers.asn1.android_key import KeyDescription
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AttestationFormat,
    AuthenticatorAttachment,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialHint,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from nyata.accounts.revocation import RevocationListWrong, revoked_serials

ALGORITHMS = [Algorithm.ECDSA_SHA_256, Algorithm.RSASSA_PKCS1_v1_5_SHA_256]
log = logging.getLogger("nyata.accounts")
KEY_DESCRIPTION = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.1.17")
# The second root signs every phone with remotely provisioned keys since April 2026; those chains leave it out.
GOOGLE_ROOTS = (
    known.google_hardware_attestation_root_2,
    known.google_hardware_attestation_root_3,
    known.google_hardware_attestation_root_4,
    known.google_hardware_attestation_root_5,
)
MOST = 30_000  # characters of one part: an attestation with its chain has under 10,000


class RegistrationRefused(Exception):
    """The answer does not prove that a new passkey was made for this challenge; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A passkey that was made. `in_hardware`: proven by Google's chain to live in TEE or StrongBox, and there only.

    `doubt` says why an attestation that was given was not believed; it is no refusal, the key is then just unproven.
    """

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    aaguid: str
    attestation_format: str
    is_synced: bool
    in_hardware: bool
    doubt: str


def creation_options(
    *,
    challenge: bytes,
    handle: bytes,
    nip: str,
    name: str,
    rp_id: str,
    bound: bool,
    existing: Sequence[bytes] = (),
) -> dict[str, Any]:
    """PublicKeyCredentialCreationOptions as JSON.

    `bound` asks for the phone's own key store and an attestation: on Android a discouraged resident key is what
    keeps the key on this phone. Otherwise any authenticator may be used, for signing in. `handle` (32 random
    bytes) is new each time: with the same one, an iPhone would overwrite the key it made before.
    """
    selection = AuthenticatorSelectionCriteria(
        authenticator_attachment=AuthenticatorAttachment.PLATFORM if bound else None,
        resident_key=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    options = generate_registration_options(
        rp_id=rp_id,
        rp_name="Nyata",
        user_id=handle,
        user_name=nip,
        user_display_name=name,
        challenge=challenge,
        timeout=120_000,
        attestation=AttestationConveyancePreference.DIRECT if bound else AttestationConveyancePreference.NONE,
        authenticator_selection=selection,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in existing],
        supported_pub_key_algs=ALGORITHMS,
        hints=[PublicKeyCredentialHint.CLIENT_DEVICE] if bound else None,
    )
    return options_to_json_dict(options)


def verify_registration(
    credential: Mapping[str, Any],
    *,
    challenge: bytes,
    origin: str,
    roots: Sequence[bytes] = (),
    revoked: str = "",
) -> Registration:
    """Check a `navigator.credentials.create()` answer in its JSON form. `roots`: more PEM roots to believe.
    `revoked`: the file of revoked attestation certificates (accounts.revocation), "" for none.

    A missing or doubtful attestation makes the key unproven, never refused. Raises RegistrationRefused.
    """
    answer = _answer(credential)
    # Certificates and CBOR from a stranger go through four parsers with errors of their own: each is a refusal.
    try:
        seen, fmt, statement, doubt = _read(answer, challenge, origin, roots)
        if fmt == AttestationFormat.ANDROID_KEY.value and not doubt:
            doubt = _revoked(statement["x5c"], revoked)
        is_synced = seen.credential_device_type == CredentialDeviceType.MULTI_DEVICE
        proven = fmt == AttestationFormat.ANDROID_KEY.value and not doubt and not is_synced
        in_hardware = proven and _security_level(statement["x5c"][0]) >= 1
    except Exception as error:
        raise RegistrationRefused(f"{type(error).__name__}: {error}") from error
    return Registration(
        credential_id=seen.credential_id,
        public_key=seen.credential_public_key,
        sign_count=seen.sign_count,
        transports=_transports(credential),
        aaguid=seen.aaguid,
        attestation_format=fmt[:20],
        is_synced=is_synced,
        in_hardware=in_hardware,
        doubt=doubt[:200],
    )


def _answer(credential: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that are read, with limits on their length."""
    response = credential.get("response") if isinstance(credential, Mapping) else None
    if not isinstance(response, Mapping):
        raise RegistrationRefused("no response")
    texts = [credential.get("id"), response.get("clientDataJSON"), response.get("attestationObject")]
    if not all(isinstance(text, str) and 0 < len(text) <= MOST for text in texts):
        raise RegistrationRefused("a part is missing or too long")
    parts = {"clientDataJSON": texts[1], "attestationObject": texts[2]}
    return {"id": texts[0], "rawId": texts[0], "type": "public-key", "response": parts}


def _read(
    answer: dict[str, Any], challenge: bytes, origin: str, roots: Sequence[bytes]
) -> tuple[VerifiedRegistration, str, dict[str, Any], str]:
    """(what was verified, the attestation's format, its statement, why it was not believed or "")."""
    if parse_client_data_json(base64url_to_bytes(answer["response"]["clientDataJSON"])).cross_origin:
        raise ValueError("made inside a page of another origin")
    whole = parse_cbor(base64url_to_bytes(answer["response"]["attestationObject"]))
    fmt, statement = str(whole["fmt"]), whole["attStmt"]
    try:
        if fmt == AttestationFormat.ANDROID_KEY.value:
            statement = _with_root(statement, roots)
        return _verify(answer, whole, fmt, statement, challenge, origin, roots), fmt, statement, ""
    except Exception as error:
        # The same answer without its attestation: either the key itself is sound, or this raises again.
        seen = _verify(answer, whole, "none", {}, challenge, origin, roots)
        return seen, fmt, statement, str(error) or type(error).__name__


def _verify(
    answer: dict[str, Any],
    whole: dict[str, Any],
    fmt: str,
    statement: dict[str, Any],
    challenge: bytes,
    origin: str,
    roots: Sequence[bytes],
) -> VerifiedRegistration:
    # authData stays byte for byte: it is what the phone signed.
    attested = encode_cbor({"fmt": fmt, "attStmt": statement, "authData": whole["authData"]})
    response = answer["response"] | {"attestationObject": bytes_to_base64url(attested)}
    return verify_registration_response(
        credential=answer | {"response": response},
        expected_challenge=challenge,
        expected_rp_id=urlsplit(origin).hostname or "",
        expected_origin=origin,
        require_user_verification=True,
        supported_pub_key_algs=ALGORITHMS,
        pem_root_certs_bytes_by_fmt={AttestationFormat.ANDROID_KEY: list(roots)},
    )


def _with_root(statement: dict[str, Any], roots: Sequence[bytes]) -> dict[str, Any]:
    """The statement with the root at the end of its chain: newer phones leave it out, the library wants it there."""
    last = x509.load_der_x509_certificate(statement["x5c"][-1])
    if last.issuer == last.subject:
        return statement
    for pem in (*GOOGLE_ROOTS, *roots):
        root = x509.load_pem_x509_certificate(pem)
        if root.subject == last.issuer:
            return statement | {"x5c": [*statement["x5c"], root.public_bytes(serialization.Encoding.DER)]}
    return statement


def _revoked(chain: Sequence[bytes], path: str) -> str:
    """Why the chain is no longer believed, "" where it is. A list that cannot be read believes nobody."""
    try:
        serials = revoked_serials(path)
    except RevocationListWrong as error:
        log.error("attestations are not believed: %s", error)  # noqa: TRY400 - a file that is wrong, not a fault of ours
        return "the list of revoked certificates cannot be read"
    found = [one for one in map(x509.load_der_x509_certificate, chain) if one.serial_number in serials]
    return f"revoked certificate {found[0].serial_number:x}" if found else ""


def _security_level(leaf: bytes) -> int:
    """Where the key lives by its own certificate: 0 software, 1 TEE, 2 StrongBox."""
    extension = x509.load_der_x509_certificate(leaf).extensions.get_extension_for_oid(KEY_DESCRIPTION)
    described, _ = ber_decode(extension.value.public_bytes(), asn1Spec=KeyDescription())
    return min(int(described["attestationSecurityLevel"]), int(described["keymasterSecurityLevel"]))


def _transports(credential: Mapping[str, Any]) -> tuple[str, ...]:
    named = credential["response"].get("transports")
    if not isinstance(named, list):
        return ()
    return tuple(one for one in named[:8] if isinstance(one, str) and one.isascii() and len(one) <= 20)
