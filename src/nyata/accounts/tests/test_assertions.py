"""What a passkey must have signed, and every way in which it did not."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.accounts.models import Passkey
from nyata.accounts.services import AssertionRefused, verify_assertion
from nyata.accounts.tests.authenticator import BE, BS, ORIGIN, UP, UV, Authenticator
from nyata.core.reasons import Reason

CHALLENGE = bytes(range(32))
PHONE = Authenticator()


def passkey(phone: Authenticator = PHONE, **fields) -> Passkey:
    return Passkey(credential_id=phone.credential_id, public_key=phone.cose, **fields)


def refused(assertion, *, key: Passkey | None = None, challenge: bytes = CHALLENGE, origin: str = ORIGIN) -> str:
    with pytest.raises(AssertionRefused) as caught:
        verify_assertion(key or passkey(), assertion, challenge, origin)
    return caught.value.code


def test_an_honest_assertion_passes():
    seen = verify_assertion(passkey(), PHONE.get(CHALLENGE), CHALLENGE, ORIGIN)
    assert (seen.sign_count, seen.count_went_back, seen.backed_up) == (0, False, False)


def test_a_synced_key_says_so():
    phone = Authenticator(flags=UP | UV | BE | BS)
    assert verify_assertion(passkey(phone), phone.get(CHALLENGE), CHALLENGE, ORIGIN).backed_up


def test_another_challenge_is_refused():
    assert refused(PHONE.get(bytes(32))) == Reason.CLIENT_DATA_MISMATCH


@pytest.mark.parametrize("origin", ["http://localhost:8001", "https://localhost:8000", "http://localhost:8000/"])
def test_another_origin_is_refused(origin):
    assert refused(PHONE.get(CHALLENGE, origin=origin)) == Reason.WRONG_ORIGIN


def test_an_assertion_from_a_frame_of_another_site_is_refused():
    assert refused(PHONE.get(CHALLENGE, crossOrigin=True)) == Reason.WRONG_ORIGIN


def test_without_user_verification_it_is_refused():
    phone = Authenticator(flags=UP)
    assert refused(phone.get(CHALLENGE), key=passkey(phone)) == Reason.USER_VERIFICATION_MISSING


def test_another_persons_key_is_refused():
    other = Authenticator()
    assert refused(other.get(CHALLENGE)) == Reason.DEVICE_UNKNOWN
    forged = other.get(CHALLENGE) | {"id": PHONE.get(CHALLENGE)["id"]}
    assert refused(forged) == Reason.ASSERTION_SIGNATURE_WRONG


def test_a_key_for_another_site_is_refused():
    phone = Authenticator(rp_id="example.org")
    assert refused(phone.get(CHALLENGE), key=passkey(phone)) == Reason.RELYING_PARTY_MISMATCH


def test_a_revoked_key_is_refused(now):
    assert refused(PHONE.get(CHALLENGE), key=passkey(revoked_at=now)) == Reason.DEVICE_REVOKED


def test_a_registration_is_no_assertion():
    assert refused(PHONE.get(CHALLENGE, kind="webauthn.create")) == Reason.ASSERTION_MALFORMED


@pytest.mark.parametrize(
    "stored, counted, back", [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 0, True)]
)
def test_a_counter_that_goes_back_is_told_and_not_refused(stored, counted, back):
    phone = Authenticator(sign_count=counted)
    seen = verify_assertion(passkey(phone, sign_count=stored), phone.get(CHALLENGE), CHALLENGE, ORIGIN)
    assert seen.count_went_back is back


@pytest.mark.parametrize("broken", [None, [], {}, {"id": 3}, {"id": "!!!!", "clientDataJSON": "e30"}])
def test_what_is_no_assertion_is_malformed(broken):
    assert refused(broken) == Reason.ASSERTION_MALFORMED


@pytest.mark.parametrize("part", ["id", "clientDataJSON", "authenticatorData", "signature"])
def test_a_missing_or_huge_part_is_malformed(part):
    whole = PHONE.get(CHALLENGE)
    assert refused({name: value for name, value in whole.items() if name != part}) == Reason.ASSERTION_MALFORMED
    assert refused(whole | {part: "A" * 8_001}) == Reason.ASSERTION_MALFORMED


WHOLE = PHONE.get(CHALLENGE)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), st.data())
def test_any_changed_byte_is_refused(part, data):
    raw = bytearray(base64.urlsafe_b64decode(WHOLE[part] + "=="))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    changed = WHOLE | {part: base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()}
    with pytest.raises(AssertionRefused):
        verify_assertion(passkey(), changed, CHALLENGE, ORIGIN)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), st.binary(max_size=200))
def test_any_nonsense_is_refused_and_never_an_error(part, nonsense):
    text = base64.urlsafe_b64encode(nonsense).rstrip(b"=").decode()
    with pytest.raises(AssertionRefused):
        verify_assertion(passkey(), WHOLE | {part: text}, CHALLENGE, ORIGIN)
