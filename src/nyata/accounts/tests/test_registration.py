"""Making passkeys: what is believed of an attestation, and what is refused."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webauthn.helpers import encode_cbor, parse_cbor

from nyata.accounts.registration import RegistrationRefused, creation_options, verify_registration
from nyata.accounts.tests.authenticator import BE, BS, ORIGIN, UP, UV, AndroidChain, Authenticator

CHALLENGE = bytes(range(32))


def verified(phone: Authenticator, **create):
    chain = create.get("chain")
    roots = [chain.root_pem] if chain else []
    return verify_registration(phone.create(CHALLENGE, **create), challenge=CHALLENGE, origin=ORIGIN, roots=roots)


def test_a_key_without_attestation_is_accepted_and_unproven():
    phone = Authenticator()
    made = verified(phone)
    assert made.credential_id == phone.credential_id
    assert made.public_key == phone.cose
    assert (made.attestation_format, made.in_hardware, made.is_synced, made.doubt) == ("none", False, False, "")


def test_a_self_signed_attestation_proves_no_hardware():
    made = verified(Authenticator(), attestation="packed")
    assert (made.attestation_format, made.in_hardware) == ("packed", False)


@pytest.mark.parametrize("with_root", [True, False])
@pytest.mark.parametrize("level, proven", [(0, False), (1, True), (2, True)])
def test_an_android_chain_proves_hardware_from_tee_upwards(with_root, level, proven):
    made = verified(Authenticator(), attestation="android-key", chain=AndroidChain(level=level, with_root=with_root))
    assert (made.in_hardware, made.doubt) == (proven, "")


def test_a_chain_of_nobody_we_believe_is_only_a_doubt():
    answer = Authenticator().create(CHALLENGE, attestation="android-key", chain=AndroidChain())
    made = verify_registration(answer, challenge=CHALLENGE, origin=ORIGIN)
    assert (made.in_hardware, made.attestation_format) == (False, "android-key")
    assert made.doubt


def test_a_chain_without_certificates_is_only_a_doubt():
    answer = Authenticator().create(CHALLENGE, attestation="android-key", chain=AndroidChain())
    raw = base64.urlsafe_b64decode(answer["response"]["attestationObject"] + "==")
    whole = parse_cbor(raw)
    whole["attStmt"] = {"x5c": [b"\x30\x03"], "sig": b"", "alg": -7}
    answer["response"]["attestationObject"] = base64.urlsafe_b64encode(encode_cbor(whole)).rstrip(b"=").decode()
    made = verify_registration(answer, challenge=CHALLENGE, origin=ORIGIN)
    assert not made.in_hardware
    assert made.doubt


def test_a_synced_key_is_never_proven_to_be_in_hardware():
    made = verified(Authenticator(flags=UP | UV | BE | BS), attestation="android-key", chain=AndroidChain())
    assert (made.is_synced, made.in_hardware) == (True, False)


def test_our_google_roots_hold_the_root_of_2026():
    from cryptography import x509

    from nyata.accounts.registration import GOOGLE_ROOTS

    subjects = {x509.load_pem_x509_certificate(pem).subject.rfc4514_string() for pem in GOOGLE_ROOTS}
    assert any("Key Attestation CA1" in subject for subject in subjects)


@pytest.mark.parametrize(
    "phone, create",
    [
        (Authenticator(flags=UP), {}),
        (Authenticator(flags=UV), {}),
        (Authenticator(rp_id="example.org"), {}),
        (Authenticator(), {"origin": "https://example.org"}),
        (Authenticator(), {"crossOrigin": True}),
        (Authenticator(flags=UP | UV | BS), {}),
    ],
)
def test_a_key_made_elsewhere_or_without_the_person_is_refused(phone, create):
    with pytest.raises(RegistrationRefused):
        verified(phone, **create)


def test_a_key_for_another_challenge_is_refused():
    with pytest.raises(RegistrationRefused):
        verify_registration(Authenticator().create(bytes(32)), challenge=CHALLENGE, origin=ORIGIN)


@pytest.mark.parametrize("answer", [{}, {"id": "x"}, {"response": {}}, {"id": "x", "response": "y"}])
def test_what_is_no_registration_is_refused(answer):
    with pytest.raises(RegistrationRefused):
        verify_registration(answer, challenge=CHALLENGE, origin=ORIGIN)


PHONE, CHAIN = Authenticator(), AndroidChain()
ANSWER = PHONE.create(CHALLENGE, attestation="android-key", chain=CHAIN)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_changed_byte_makes_it_refused_or_unproven_and_never_an_error(data):
    raw = bytearray(base64.urlsafe_b64decode(ANSWER["response"]["attestationObject"] + "=="))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    text = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    changed = ANSWER | {"response": ANSWER["response"] | {"attestationObject": text}}
    try:
        made = verify_registration(changed, challenge=CHALLENGE, origin=ORIGIN, roots=[CHAIN.root_pem])
    except RegistrationRefused:
        return
    # Only the root's own copy may be changed without harm: it is compared with the one that is believed.
    assert not made.in_hardware or made.public_key == PHONE.cose


def options(bound: bool) -> dict:
    return creation_options(challenge=CHALLENGE, handle=bytes(32), nip="1", name="Sari", rp_id="localhost", bound=bound)


def test_a_phone_is_asked_for_a_key_that_stays_on_it():
    asked = options(bound=True)
    assert asked["authenticatorSelection"] == {
        "authenticatorAttachment": "platform",
        "residentKey": "discouraged",
        "requireResidentKey": False,
        "userVerification": "required",
    }
    assert asked["attestation"] == "direct"
    assert asked["hints"] == ["client-device"]


def test_a_key_for_signing_in_may_live_anywhere_but_always_asks_the_person():
    asked = options(bound=False)
    assert "authenticatorAttachment" not in asked["authenticatorSelection"]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["attestation"] == "none"
