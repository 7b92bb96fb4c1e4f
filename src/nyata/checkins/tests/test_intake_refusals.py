"""What is turned away: each with its code, one line in the security log, and no evidence."""

import datetime as dt
import hashlib
import json
import logging
import struct
import zlib

import pytest
import rfc8785
from django.db import connection

from nyata.accounts.models import Passkey as StoredPasskey
from nyata.checkins.models import Challenge, CheckIn, Refusal
from nyata.checkins.services.intake import refuse
from nyata.checkins.tests.doubles import noise
from nyata.checkins.tests.test_intake import age, draw
from nyata.core.reasons import Reason
from nyata.enrolment.models import Device
from nyata.ledger.models import Opening
from nyata.people.tests.factories import make_person
from tests.client import PageKey, Passkey
from tests.client.bundle import fix_at
from tests.client.keys import b64url, unb64url

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(caplog):
    caplog.set_level(logging.INFO, "nyata.security")
    return lambda: [one for one in caplog.records if one.name == "nyata.security"]


def frames_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM checkins_frames")
        return cursor.fetchone()[0]


def assert_turned_away(answer, code: str, security, *, recorded: bool = False, status: int | None = None) -> None:
    assert answer.code == code, answer
    assert 400 <= answer.status < 500
    assert status is None or answer.status == status
    assert answer.body.keys() == {"code", "sentence", "next"}
    assert answer.body["sentence"].endswith((".", "!", "?"))
    lines = security()
    assert len(lines) == 1, [line.getMessage() for line in lines]
    assert lines[0].getMessage().startswith(code)
    assert CheckIn.objects.count() == 0
    assert frames_kept() == 0
    assert Refusal.objects.count() == (1 if recorded else 0)
    assert Opening.objects.filter(kind="refusal").count() == (1 if recorded else 0)


def altered(world, **changes):
    """A bundle whose payload says something else; signed as it stands."""
    phone = world.phone
    asked = phone.challenge().body
    evidence = phone.gather(asked)
    says = evidence.payload(phone.page_key) | changes
    from tests.client import sign

    return sign(says, evidence.frames, unb64url(asked["nonce"]), phone.passkey, phone.page_key)


def with_raw_payload(world, old: bytes, new: bytes):
    bundle = world.phone.bundle()
    assert old in bundle.payload
    return bundle.but(payload=bundle.payload.replace(old, new, 1))


# Not a bundle


def test_latitude_999_is_refused(world, security):
    bundle = altered(world, fixes=[fix_at(999, 105, time_ms=1)])
    assert_turned_away(world.phone.post(bundle), "position_impossible", security, status=422)


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_no_number_that_json_does_not_have(world, security, word):
    bundle = with_raw_payload(world, b'"accuracy":8', b'"accuracy":' + word)
    assert world.phone.post(bundle).status == 400
    assert len(security()) == 1
    assert CheckIn.objects.count() == 0


def test_a_thirty_megabyte_frame_is_refused(world, security):
    bundle = world.phone.bundle()
    big = bundle.but(frames=[bundle.frames[0] + bytes(30_000_000), *bundle.frames[1:]])
    assert_turned_away(world.phone.post(big), "body_too_large", security, status=413)


def test_a_frame_over_its_own_limit_is_refused(world, security):
    bundle = world.phone.bundle()
    big = bundle.but(frames=[bundle.frames[0] + bytes(120_000), *bundle.frames[1:]])
    assert_turned_away(world.phone.post(big), "frame_too_large", security, status=413)


def png_bomb() -> bytes:
    """A PNG of 30,000 x 30,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9)) + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    """A real photograph whose header says another size."""
    data = bytearray(noise(1))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (png_bomb(), "frame_not_jpeg"),
        (b"%PDF-1.7 nothing to see", "frame_not_jpeg"),
        (b"", "frame_not_jpeg"),
        (noise(1)[:40], "frame_not_jpeg"),
        (jpeg_of_size(40_000, 40_000), "frame_not_jpeg"),
        (jpeg_of_size(1281, 200), "frame_wrong_size"),
        (jpeg_of_size(159, 200), "frame_wrong_size"),
    ],
    ids=["png bomb", "pdf", "empty", "cut short", "jpeg bomb", "too wide", "too narrow"],
)
def test_a_frame_that_is_no_photograph_of_a_sensible_size_is_refused(world, security, frame, code):
    phone = world.phone
    asked = phone.challenge().body
    evidence = phone.gather(asked)
    evidence = phone.gather(asked, frames=[frame, *evidence.frames[1:]])
    assert_turned_away(phone.post(phone.sign(evidence, asked["nonce"])), code, security, status=422)


@pytest.mark.parametrize(("width", "height"), [(160, 160), (1280, 160), (160, 1280)])
def test_sizes_at_the_limits_are_taken(world, width, height):
    phone = world.phone
    asked = phone.challenge().body
    frames = [jpeg_of_size(width, height), *phone.gather(asked).frames[1:]]
    assert phone.post(phone.sign(phone.gather(asked, frames=frames), asked["nonce"])).status == 201


def test_two_hundred_frames_are_refused(world, security):
    bundle = world.phone.bundle()
    many = bundle.but(frames=[noise(1, 16)[:900]] * 200)
    assert_turned_away(world.phone.post(many), "too_many_frames", security, status=413)


def test_seventeen_frames_are_refused(world, security):
    bundle = world.phone.bundle()
    assert_turned_away(
        world.phone.post(bundle.but(frames=[*bundle.frames, *bundle.frames[:5]])), "too_many_frames", security
    )


def test_a_frame_too_few_is_refused(world, security):
    bundle = world.phone.bundle()
    assert_turned_away(world.phone.post(bundle.but(frames=bundle.frames[:-1])), "frames_missing", security, status=422)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.999])
def test_a_multipart_that_is_cut_short_is_refused(world, security, share):
    content_type, body = world.phone.bundle().body()
    answer = world.phone.post_raw(content_type, body[: int(len(body) * share)])
    assert answer.code in ("truncated", "malformed")
    assert answer.status == 400
    assert len(security()) == 1
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("length", ["", "-1", "twelve", "1.5"])
def test_a_body_without_an_honest_length_is_refused(world, security, length):
    content_type, body = world.phone.bundle().body()
    assert world.phone.post_raw(content_type, body, **{"Content-Length": length}).status == 400
    assert len(security()) == 1


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "text/plain; boundary=x", ""])
def test_a_body_that_is_no_form_is_refused(world, security, content_type):
    assert_turned_away(world.phone.post_raw(content_type, b"{}"), "malformed", security, status=400)


def test_a_form_with_other_fields_is_refused(world, security):
    content_type, body = world.phone.bundle().body()
    assert_turned_away(
        world.phone.post_raw(content_type, body.replace(b"page_signature", b"page_autograph")), "malformed", security
    )


def test_a_payload_that_is_not_canonical_is_refused(world, security):
    bundle = with_raw_payload(world, b'{"acted":', b'{ "acted":')
    assert_turned_away(world.phone.post(bundle), "not_canonical", security, status=400)


def test_a_page_of_another_version_is_told_so(world, security):
    assert_turned_away(world.phone.post(altered(world, v=2)), "old_page", security, status=400)


def test_frames_out_of_order_in_time_are_refused(world, security):
    phone = world.phone
    asked = phone.challenge().body
    evidence = phone.gather(asked)
    backwards = phone.gather(asked, frames=evidence.frames, times_ms=list(reversed(evidence.times_ms)))
    assert_turned_away(phone.post(phone.sign(backwards, asked["nonce"])), "times_out_of_order", security, status=422)


def test_eleven_fixes_are_refused(world, security):
    fixes = [fix_at(-3, 105, time_ms=1, at_ms=n) for n in range(11)]
    assert_turned_away(world.phone.post(altered(world, fixes=fixes)), "too_many_fixes", security, status=413)


# A changed byte


def flipped(text: str, at: int) -> str:
    data = bytearray(unb64url(text))
    data[at] ^= 1
    return b64url(bytes(data))


def test_a_changed_byte_in_any_frame_is_refused(world, caplog):
    bundle = world.phone.bundle()
    for number, frame in enumerate(bundle.frames):
        changed = bytearray(frame)
        changed[-10] ^= 1
        frames = [*bundle.frames[:number], bytes(changed), *bundle.frames[number + 1 :]]
        assert world.phone.post(bundle.but(frames=frames)).code == "frame_altered"
    assert CheckIn.objects.count() == 0
    assert not Refusal.objects.exists()


def test_frames_in_another_order_are_refused(world, security):
    bundle = world.phone.bundle()
    frames = [bundle.frames[1], bundle.frames[0], *bundle.frames[2:]]
    assert_turned_away(world.phone.post(bundle.but(frames=frames)), "frame_altered", security, status=422)


def test_a_change_in_any_signed_field_is_refused(world):
    bundle = world.phone.bundle()
    says = json.loads(bundle.payload)
    changes = {
        "purpose": "out",
        "field_duty": "rapat di kecamatan",
        "fixes": [says["fixes"][0] | {"latitude": -3.0}, *says["fixes"][1:]],
        "acted": says["acted"] | {"wall_ms": says["acted"]["wall_ms"] + 1},
        "browser": says["browser"] | {"webdriver": True},
        "frames": [says["frames"][0] | {"at_ms": 1}, *says["frames"][1:]],
    }
    for name, value in changes.items():
        changed = bundle.but(payload=rfc8785.dumps(says | {name: value}))
        assert world.phone.post(changed).code == "client_data_mismatch", name
    assert CheckIn.objects.count() == 0


def test_a_changed_byte_in_the_signature_is_refused(world, security):
    bundle = world.phone.bundle()
    changed = bundle.but(assertion=bundle.assertion | {"signature": flipped(bundle.assertion["signature"], 20)})
    assert_turned_away(world.phone.post(changed), "assertion_signature_wrong", security, recorded=True, status=403)


@pytest.mark.parametrize(
    ("byte", "code"),
    [(0, "relying_party_mismatch"), (31, "relying_party_mismatch"), (36, "assertion_signature_wrong")],
)
def test_a_changed_byte_in_the_authenticator_data_is_refused(world, security, byte, code):
    bundle = world.phone.bundle()
    data = flipped(bundle.assertion["authenticatorData"], byte)
    changed = bundle.but(assertion=bundle.assertion | {"authenticatorData": data})
    assert_turned_away(world.phone.post(changed), code, security, recorded=True, status=403)


def test_every_changed_byte_of_the_client_data_is_refused(world):
    bundle = world.phone.bundle()
    size = len(unb64url(bundle.assertion["clientDataJSON"]))
    for at in range(size):
        said = flipped(bundle.assertion["clientDataJSON"], at)
        answer = world.phone.post(bundle.but(assertion=bundle.assertion | {"clientDataJSON": said}))
        assert 400 <= answer.status < 500, at
        assert answer.code in (
            "assertion_malformed",
            "client_data_mismatch",
            "wrong_origin",
            "assertion_signature_wrong",
        ), (at, answer)
    assert CheckIn.objects.count() == 0


def test_another_spelling_of_the_same_signature_is_refused(world, security):
    bundle = world.phone.bundle()
    name = bundle.assertion["signature"] + "="
    assert_turned_away(
        world.phone.post(bundle.but(assertion=bundle.assertion | {"signature": name})), "assertion_malformed", security
    )


def test_a_changed_page_signature_is_refused(world, security):
    bundle = world.phone.bundle()
    changed = bundle.but(page_signature=flipped(bundle.page_signature, 3))
    assert_turned_away(world.phone.post(changed), "page_signature_wrong", security, recorded=True, status=403)


@pytest.mark.parametrize("signature", ["", "AAAA", "not base64!", "ü"])
def test_a_page_signature_that_is_none_is_refused(world, signature):
    answer = world.phone.post(world.phone.bundle().but(page_signature=signature))
    assert answer.code in ("page_signature_wrong", "malformed")
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("assertion", [[], {"id": "x"}, {"id": 1}, None, {"id": {}, "signature": []}])
def test_an_assertion_that_is_none_is_refused(world, security, assertion):
    assert_turned_away(
        world.phone.post(world.phone.bundle().but(assertion=assertion)), "assertion_malformed", security, status=400
    )


def test_without_the_persons_finger_or_pin_it_is_refused(world, security):
    world.phone.passkey.flags = 0x01
    assert_turned_away(world.phone.check_in(), "user_verification_missing", security, recorded=True, status=403)


def test_a_signature_for_another_address_is_refused(world, security):
    world.phone.passkey.origin = "https://nyata.example"
    assert_turned_away(world.phone.check_in(), "wrong_origin", security, recorded=True, status=403)


def test_a_payload_for_another_address_is_refused(world, security):
    assert_turned_away(
        world.phone.post(altered(world, origin="https://nyata.example")), "wrong_origin", security, recorded=True
    )


# Which phone, whose question


def test_another_page_key_is_refused(world, security):
    phone = world.phone
    asked = phone.challenge().body
    phone.page_key = PageKey()
    answer = phone.post(phone.sign(phone.gather(asked), asked["nonce"]))
    assert_turned_away(answer, "page_key_mismatch", security, recorded=True, status=403)


def test_a_second_phone_is_refused_and_the_supervisor_sees_it(world, security):
    phone = world.phone
    asked = phone.challenge().body
    phone.passkey = Passkey()
    answer = phone.post(phone.sign(phone.gather(asked), asked["nonce"]))
    assert_turned_away(answer, "device_unknown", security, recorded=True, status=403)
    refusal = Refusal.objects.get()
    assert (refusal.person, refusal.client) == (world.cast.servant, "Chrome di Android")


def test_of_wrong_answers_without_end_ten_are_recorded_and_all_are_refused(world, security):
    phone = world.phone
    asked = phone.challenge().body
    phone.passkey = Passkey()
    bundle = phone.sign(phone.gather(asked), asked["nonce"])
    for _ in range(12):
        answer = phone.post(bundle)
        assert (answer.status, answer.code) == (403, "device_unknown")
    assert len(security()) == 12
    assert Refusal.objects.count() == Opening.objects.filter(kind="refusal").count() == 10


def test_ten_minutes_later_refusals_are_recorded_again_and_nobody_fills_anothers_share(db):
    one, other, now = make_person("Sari Lembak"), make_person("Wati Lembak"), dt.datetime.now(dt.UTC)
    for person, at in [(one, now)] * 11 + [(other, now), (one, now + dt.timedelta(minutes=10))]:
        refuse(person_id=person.pk, reason=Reason.DEVICE_UNKNOWN, purpose="in", client="", at=at)
    assert (one.refusals.count(), other.refusals.count()) == (11, 1)


def test_a_second_phone_that_only_asks_is_refused_too_and_seen(world, security):
    phone = world.phone
    phone.page_key = PageKey()
    assert_turned_away(phone.challenge(), "device_unknown", security, recorded=True, status=403)
    assert not Challenge.objects.exists()


def test_a_phone_that_was_given_up_is_refused(world, security):
    phone = world.phone
    bundle = phone.bundle()
    now = dt.datetime.now(dt.UTC)
    Device.objects.update(revoked_at=now)
    StoredPasskey.objects.update(revoked_at=now)
    assert_turned_away(phone.post(bundle), "device_revoked", security, recorded=True, status=403)


def test_an_unknown_phone_with_an_unknown_question_leaves_nothing_at_all(world, security):
    """Anybody can send this: it must not fill our tables."""
    bundle = world.phone.bundle()
    Challenge.objects.all().delete()
    assert_turned_away(world.phone.post(bundle), "challenge_unknown", security, status=404)


def test_somebody_elses_challenge_is_refused(world, security):
    theirs = world.phone_of(world.cast.supervisor)
    asked = world.phone.challenge().body
    theirs.anchor = world.phone.anchor
    answer = theirs.post(theirs.sign(theirs.gather(asked), asked["nonce"]))
    assert_turned_away(answer, "challenge_foreign", security, recorded=True, status=403)
    assert Refusal.objects.get().person == world.cast.servant


@pytest.mark.parametrize("state", ["in force", "given up", "left"])
def test_a_colleague_cannot_tell_a_real_passkey_from_a_decoy_by_its_refusal(world, state):
    """With their own question they could try every id that somebody else's NIP is offered at the sign-in."""
    theirs = world.phone_of(world.cast.supervisor)
    if state == "given up":
        StoredPasskey.objects.filter(person=world.cast.supervisor).update(revoked_at=dt.datetime.now(dt.UTC))
        Device.objects.filter(person=world.cast.supervisor).update(revoked_at=dt.datetime.now(dt.UTC))
    if state == "left":
        type(world.cast.supervisor).objects.filter(pk=world.cast.supervisor.pk).update(is_active=False)
    answers = []
    for name in (theirs.passkey.credential_id, bytes(32)):
        world.phone.passkey = Passkey(credential_id=name)
        answers.append(world.phone.check_in())
    assert [(one.status, one.code) for one in answers] == [(403, "device_unknown")] * 2
    assert answers[0].body == answers[1].body


def test_a_spent_challenge_is_refused(world):
    phone = world.phone
    asked = phone.challenge().body
    assert phone.post(phone.sign(phone.gather(asked), asked["nonce"])).status == 201
    answer = phone.post(phone.sign(phone.gather(asked), asked["nonce"]))
    assert (answer.status, answer.code) == (409, "challenge_spent")
    assert CheckIn.objects.count() == 1
    assert Refusal.objects.get().reason == "challenge_spent"


def test_an_expired_challenge_is_refused(world, security):
    phone = world.phone
    asked = phone.challenge().body
    # The press, by anchor and monotonic clock, lies after the challenge's end.
    bundle = phone.sign(phone.gather(asked, elapsed_ms=200_000), asked["nonce"])
    age(seconds=400)
    assert_turned_away(phone.post(bundle), "challenge_expired", security, recorded=True, status=410)


def test_a_bundle_that_arrives_days_after_its_challenges_end_is_refused(world, security):
    bundle = world.phone.bundle()
    age(days=4)
    assert_turned_away(world.phone.post(bundle), "challenge_expired", security, recorded=True, status=410)


def test_a_challenge_for_coming_in_does_not_take_anybody_out(world, security):
    phone = world.phone
    asked = phone.challenge("in").body
    answer = phone.post(phone.sign(phone.gather(asked, "out"), asked["nonce"]))
    assert_turned_away(answer, "wrong_purpose", security, recorded=True, status=403)


def test_a_step_up_that_its_challenge_does_not_know_is_refused(world, security):
    other = "00000000-0000-4000-8000-000000000000"
    assert_turned_away(
        world.phone.post(altered(world, step_up_of=other)), "step_up_chain_invalid", security, recorded=True, status=409
    )


def test_a_ticket_nobody_gave_is_refused(world, security):
    phone = world.phone
    phone.fetch_tickets()
    phone.tickets[0]["id"] = "00000000-0000-4000-8000-000000000000"
    assert_turned_away(phone.post(phone.offline_bundle("in", draw)), "ticket_unknown", security, status=404)


def test_a_ticket_that_ended_is_refused(world, security):
    phone = world.phone
    phone.fetch_tickets()
    bundle = phone.offline_bundle("in", draw)
    age(days=30)
    assert_turned_away(phone.post(bundle), "ticket_expired", security, recorded=True, status=410)


def test_one_use_of_a_ticket_does_not_serve_two_bundles(world):
    phone = world.phone
    phone.fetch_tickets()
    first = phone.offline_bundle("in", draw)
    phone.tickets[0]["next"] = 0
    assert phone.post(first).status == 201
    answer = phone.post(phone.offline_bundle("in", draw))
    assert (answer.status, answer.code) == (409, "ticket_spent")


def test_a_ticket_has_no_ninth_use(world, security):
    phone = world.phone
    phone.fetch_tickets()
    phone.tickets[0] |= {"next": 8, "uses": 9}
    assert_turned_away(
        phone.post(phone.offline_bundle("in", draw)), "ticket_spent", security, recorded=True, status=409
    )


def test_a_person_who_left_is_refused(world, security):
    bundle = world.phone.bundle()
    person = world.cast.servant
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert_turned_away(world.phone.post(bundle), "person_inactive", security, recorded=True, status=403)


def test_the_security_line_names_neither_nip_nor_name_nor_the_whole_address(world, security):
    world.phone.passkey.flags = 0x01
    world.phone.check_in()
    line = security()[0].getMessage()
    assert world.cast.servant.nip not in line
    assert "Sari" not in line
    assert "127.0.0.1" not in line
    assert f"person={world.cast.servant.pk}" in line


def test_no_error_ever_shows_a_traceback(world):
    for body in (b"", b"\x00" * 1000, b"--x\r\n\r\n\r\n--x--"):
        answer = world.phone.post_raw("multipart/form-data; boundary=x", body)
        assert 400 <= answer.status < 500
        assert answer.body.keys() == {"code", "sentence", "next"}
    assert hashlib.sha256(b"").digest()
