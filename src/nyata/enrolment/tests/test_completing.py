"""From keys, selfies and a burst to a bound phone and a template, and every reason why not."""

import datetime as dt
import json
import threading
import time

import cv2
import numpy as np
import pytest

from nyata.accounts.models import Passkey
from nyata.accounts.tests.authenticator import BE, BS, UP, UV, Authenticator, PageKey
from nyata.enrolment import selectors
from nyata.enrolment.models import DataKey, Device, Enrolment, FaceTemplate
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services import completing, faces, grant_accommodation
from nyata.enrolment.tests.factories import bound_phone, enrolled, enrolled_face
from nyata.enrolment.tests.performing import CHAIN, TIMES, begun, completed, enrol, some_burst, some_selfies, submission
from nyata.faces.enrolment import SelfieProblem
from nyata.faces.template import parse
from nyata.ledger.models import Opening
from tests.portraits import astronaut, encode, flat_photo, render


@pytest.fixture
def started(people, now):
    return begun(people.servant, people.operator, now)


def refusal(started, now, **wish) -> Code:
    before = Device.objects.count(), FaceTemplate.objects.count(), Passkey.objects.count()
    with pytest.raises(Refused) as caught:
        completed(started, submission(started, **wish), now)
    assert before == (Device.objects.count(), FaceTemplate.objects.count(), Passkey.objects.count())
    started.enrolment.refresh_from_db()
    assert started.enrolment.last_refusal == caught.value.code
    assert caught.value.sentence
    assert 400 <= caught.value.status < 600
    return caught.value.code


def thrice(make) -> list[bytes]:
    return [encode(make(np.random.default_rng(at)).astype(np.uint8)) for at in range(3)]


def blank(grey: int, mark: int) -> bytes:
    image = np.full((640, 480, 3), grey, np.uint8)
    image[:8, :8] = mark
    return encode(image)


def test_a_good_enrolment_binds_phone_and_face_in_one(people, now):
    done = enrol(people.servant, people.operator, now)
    assert (done.tier, done.checking) == ("B", False)
    device = selectors.active_device(people.servant)
    assert bytes(device.passkey.credential_id) == done.credential_id
    assert selectors.bound_device(done.credential_id) == device
    vector = parse(selectors.template_of(people.servant))
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-3
    assert DataKey.objects.filter(person=people.servant).exists()
    kinds = set(Opening.objects.values_list("kind", flat=True))
    assert {"enrolment", "device_bound", "passkey"} <= kinds
    enrolment = Enrolment.objects.get()
    assert (enrolment.state, enrolment.completed_at) == ("complete", now)


def test_neither_template_nor_photograph_lies_open(people, now):
    enrol(people.servant, people.operator, now)
    template = FaceTemplate.objects.get()
    assert selectors.template_of(people.servant) not in bytes(template.sealed)
    assert b"JFIF" not in bytes(template.photo_sealed)


def test_an_android_key_proven_in_hardware_is_tier_a(people, now):
    assert enrol(people.servant, people.operator, now, attestation="android-key").tier == "A"


@pytest.mark.parametrize("attestation", ["none", "packed"])
def test_no_proof_is_tier_b_and_no_refusal(people, now, attestation):
    assert enrol(people.servant, people.operator, now, attestation=attestation).tier == "B"


def test_a_phone_whose_certificates_are_revoked_is_tier_b_and_no_refusal(people, now, settings, tmp_path):
    file = tmp_path / "status.json"
    file.write_text(json.dumps({"entries": {f"{CHAIN.root.serial_number:x}": {"status": "REVOKED"}}}))
    settings.ATTESTATION_REVOKED = str(file)
    assert enrol(people.servant, people.operator, now, attestation="android-key").tier == "B"


def test_a_synced_key_is_tier_b_and_no_refusal(people, now):
    phone = Authenticator(flags=UP | UV | BE | BS)
    assert enrol(people.servant, people.operator, now, passkey=phone, attestation="android-key").tier == "B"
    assert Passkey.objects.get().is_synced


# Keys


def test_a_passkey_for_another_challenge_is_refused(started, now):
    other = Authenticator().create(bytes(32))
    assert refusal(started, now, registration=other) == Code.ATTESTATION_REFUSED


def test_a_passkey_without_finger_or_pin_is_refused(started, now):
    assert refusal(started, now, passkey=Authenticator(flags=UP)) == Code.ATTESTATION_REFUSED


def test_without_a_passkey_it_is_not_complete(started, now):
    assert refusal(started, now, registration=None) == Code.ENROLMENT_INCOMPLETE


@pytest.mark.parametrize(
    "changed",
    [
        {"page_signature": bytes(64)},
        {"page_signature": b""},
        {"page_key": b"nothing"},
        {"page_key": PageKey().spki},
        {"page_key": PageKey().spki + b"\x00"},
    ],
)
def test_a_page_key_that_did_not_sign_is_refused(started, now, changed):
    assert refusal(started, now, **changed) == Code.PAGE_KEY_WRONG


def test_a_page_key_of_another_curve_is_refused(started, now):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    spki = (
        ec.generate_private_key(ec.SECP384R1())
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert refusal(started, now, page_key=spki) == Code.PAGE_KEY_WRONG


def test_a_page_key_that_another_person_has_is_refused(people, started, now):
    page = bound_phone(people.supervisor).page
    assert refusal(started, now, page=page) == Code.DEVICE_OF_ANOTHER
    assert Opening.objects.filter(kind="enrolment_refused").count() == 1


def test_a_passkey_that_another_person_has_is_refused(people, started, now):
    passkey = bound_phone(people.supervisor).passkey
    assert refusal(started, now, passkey=passkey) == Code.DEVICE_OF_ANOTHER


def test_keys_given_up_by_another_person_are_theirs_for_ever(people, started, now):
    phone = bound_phone(people.supervisor)
    Device.objects.update(revoked_at=now)
    assert refusal(started, now, page=phone.page) == Code.DEVICE_OF_ANOTHER


def test_keys_of_ones_own_old_phone_are_to_be_made_anew(people, started, now):
    phone = bound_phone(people.servant)
    Device.objects.update(revoked_at=now)
    assert refusal(started, now, page=phone.page) == Code.KEY_USED_BEFORE
    assert refusal(started, now, passkey=phone.passkey) == Code.KEY_USED_BEFORE


def test_a_phone_bound_meanwhile_is_refused(people, started, now):
    bound_phone(people.servant)
    assert refusal(started, now) == Code.DEVICE_BOUND


# Photographs


def test_three_empty_pictures_show_no_face(started, now):
    photos = [blank(128, mark) for mark in (0, 90, 250)]
    assert refusal(started, now, photos=photos) == Code.SELFIE_NO_FACE


def test_black_pictures_are_too_dark(started, now):
    photos = [blank(4, mark) for mark in (0, 90, 250)]
    assert refusal(started, now, photos=photos) == Code.SELFIE_TOO_DARK


def test_a_dark_face_is_too_dark(started, now):
    photos = thrice(lambda rng: render(astronaut(), light=0.15, rng=rng))
    assert refusal(started, now, photos=photos) == Code.SELFIE_TOO_DARK


def test_a_glaring_face_is_too_bright(started, now):
    photos = thrice(lambda rng: render(astronaut(), light=2.3, rng=rng))
    assert refusal(started, now, photos=photos) == Code.SELFIE_TOO_BRIGHT


def test_a_face_out_of_focus_is_blurred(started, now):
    photos = thrice(lambda rng: cv2.GaussianBlur(render(astronaut(), rng=rng), (0, 0), 9))
    assert refusal(started, now, photos=photos) == Code.SELFIE_BLURRED


def test_a_far_face_is_too_small(started, now):
    def far(rng):
        room = np.full((640, 480, 3), 110, np.uint8)
        room[250:410, 180:300] = cv2.resize(render(astronaut(), rng=rng), (120, 160), interpolation=cv2.INTER_AREA)
        return room

    assert refusal(started, now, photos=thrice(far)) == Code.SELFIE_TOO_SMALL


def test_every_problem_of_a_selfie_has_its_code_and_sentence():
    for problem in SelfieProblem:
        assert Code(f"selfie_{problem}").sentence


def test_a_turned_face_is_turned_away(started, now):
    photos = [encode(render(astronaut(), 34.0 + at, rng=np.random.default_rng(at))) for at in range(3)]
    assert refusal(started, now, photos=photos) == Code.SELFIE_TURNED_AWAY


def test_a_second_face_is_refused_even_beside_three_good_ones(started, now):
    from tests.portraits import another_person

    together = render(astronaut(), scale=0.55, shift=(110, 0), rng=np.random.default_rng(1))
    together[:, :240] = render(another_person(), scale=0.55, shift=(110, 0), rng=np.random.default_rng(2))[:, 230:470]
    photos = [*some_selfies(), encode(together)]
    assert refusal(started, now, photos=photos) == Code.SELFIE_TWO_FACES


def test_selfies_of_two_people_are_refused(started, now):
    photos = [*some_selfies()[:2], *some_selfies(other=True)[:1]]
    assert refusal(started, now, photos=photos) == Code.SELFIES_DIFFER


def test_a_burst_of_another_person_is_refused(started, now):
    assert refusal(started, now, frames=some_burst(other=True)) == Code.SELFIES_DIFFER


def test_two_selfies_are_too_few_and_so_is_one_thrice(started, now):
    assert refusal(started, now, photos=some_selfies()[:2]) == Code.SELFIES_TOO_FEW
    assert refusal(started, now, photos=some_selfies()[:1] * 3) == Code.SELFIES_TOO_FEW


def test_a_burst_without_its_times_is_refused(started, now):
    assert refusal(started, now, times_ms=TIMES[:-1]) == Code.SELFIES_TOO_FEW


@pytest.mark.parametrize("nonsense", [b"", b"GIF89a", b"\xff\xd8\xff\xe0" + bytes(40)])
def test_what_is_no_photograph_is_refused_by_its_header(started, now, nonsense):
    assert refusal(started, now, photos=[*some_selfies()[:2], nonsense]) == Code.SELFIE_UNREADABLE


@pytest.mark.parametrize("size", [(100, 640), (1300, 480)])
def test_a_photograph_of_a_strange_size_is_refused(started, now, size):
    strange = encode(np.full((*size, 3), 90, np.uint8))
    assert refusal(started, now, photos=[*some_selfies()[:2], strange]) == Code.SELFIE_UNREADABLE


def test_a_photograph_cut_short_is_refused(started, now):
    short = some_selfies()[2][:-200]
    assert refusal(started, now, photos=[*some_selfies()[:2], short]) == Code.SELFIE_UNREADABLE


def test_a_flat_photograph_is_asked_to_move_again(started, now):
    frames = flat_photo(TIMES, seed=4)
    assert refusal(started, now, frames=frames) in (Code.ENROLMENT_MOVES_UNREAD, Code.SELFIES_DIFFER)


def test_a_head_that_does_not_turn_is_asked_again(started, now):
    assert refusal(started, now, frames=some_burst("")) == Code.ENROLMENT_MOVES_UNREAD


def test_the_arrangement_without_moves_needs_none(people, now):
    day = now.date()
    grant_accommodation(
        person=people.servant, officer=people.hr, kind="no_moves", reason="Keperluan khusus",
        valid_from=day, valid_to=day, at=now,
    )  # fmt: skip
    started = begun(people.servant, people.operator, now)
    assert refusal(started, now, frames=some_burst(other=True)) == Code.SELFIES_DIFFER
    assert completed(started, submission(started, frames=some_burst("")), now).tier == "B"


def test_what_was_refused_can_be_mended_and_sent_again(started, now):
    passkey, page = Authenticator(), PageKey()
    assert refusal(started, now, passkey=passkey, page=page, photos=some_selfies()[:2]) == Code.SELFIES_TOO_FEW
    assert completed(started, submission(started, passkey=passkey, page=page), now).tier == "B"
    started.enrolment.refresh_from_db()
    assert (started.enrolment.tries, started.enrolment.last_refusal) == (2, "")


# Time and order


def test_after_thirty_minutes_it_is_too_late(started, now):
    late = now + dt.timedelta(minutes=30)
    with pytest.raises(Refused) as caught:
        completed(started, submission(started), late)
    assert caught.value.code == Code.ENROLMENT_EXPIRED


def test_without_the_code_nothing_is_complete(people, now):
    from nyata.enrolment.services import Started
    from nyata.enrolment.tests.performing import opened

    enrolment = opened(people.servant, people.operator, now)
    started = Started(enrolment, begun(people.supervisor, people.hr, now).draw, 12, 3, False)
    assert refusal(started, now) == Code.ENROLMENT_INCOMPLETE


def test_twenty_tries_are_enough(started, now, monkeypatch):
    monkeypatch.setattr(completing, "MOST_TRIES", 2)
    for _ in range(2):
        assert refusal(started, now, photos=()) == Code.SELFIES_TOO_FEW
        started.enrolment.refresh_from_db()
    assert refusal(started, now, photos=()) == Code.ENROLMENT_TRIES_USED_UP
    assert started.enrolment.state == "cancelled"


def test_a_second_sending_finds_nothing_open(started, now):
    sent = submission(started)
    completed(started, sent, now)
    with pytest.raises(Refused) as caught:
        completed(started, submission(started), now)
    assert caught.value.code in (Code.ENROLMENT_UNKNOWN, Code.DEVICE_BOUND)
    assert Device.objects.count() == 1


def test_while_another_face_is_judged_the_next_waits_and_then_is_asked_to_send_again():
    with faces.taking_turns(), pytest.raises(Refused) as caught, faces.taking_turns(patience_s=0.01):
        pass
    assert caught.value.code == Code.BUSY
    with faces.taking_turns():
        pass


def test_no_more_than_two_wait_so_that_check_ins_keep_their_threads():
    gate, waiting = threading.Event(), []

    def wait():
        with faces.taking_turns():
            gate.wait(10)

    for _ in range(3):
        waiting.append(threading.Thread(target=wait))
        waiting[-1].start()
    try:
        while faces._places._value:
            time.sleep(0.01)
        began = time.monotonic()
        with pytest.raises(Refused) as caught, faces.taking_turns():
            pass
        assert caught.value.code == Code.BUSY
        assert time.monotonic() - began < 1
    finally:
        gate.set()
        for one in waiting:
            one.join()


# Only one of the two


def test_a_phone_alone_keeps_the_face(people, now):
    template = enrolled_face(people.servant)
    started = begun(people.servant, people.operator, now)
    assert (started.enrolment.scope, started.frames, started.selfies) == ("device", 0, 0)
    completed(started, submission(started), now)
    assert FaceTemplate.objects.get(person=people.servant, superseded_at=None) == template
    assert Enrolment.objects.get().reverify is False


def test_a_face_alone_keeps_the_phone_and_replaces_the_template(people, now):
    enrolled(people.servant)
    device = selectors.active_device(people.servant)
    started = begun(people.servant, people.operator, now, renew_face=True)
    done = completed(started, submission(started), now)
    assert (done.tier, done.credential_id) == (None, None)
    assert selectors.active_device(people.servant) == device
    assert FaceTemplate.objects.filter(person=people.servant, superseded_at=None).count() == 1
    assert FaceTemplate.objects.filter(person=people.servant).count() == 2


def test_a_face_unlike_the_one_before_goes_to_the_auditor(people, now):
    enrolled(people.servant)  # a stranger's vector
    started = begun(people.servant, people.operator, now, renew_face=True)
    completed(started, submission(started), now)
    assert Enrolment.objects.get().reverify is True
