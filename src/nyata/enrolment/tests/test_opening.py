"""The officer's half: who may open an enrolment for whom, and what it will cover."""

import datetime as dt

import pytest

from nyata.enrolment.models import DeviceChange, Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services import cancel_enrolment, code_of, enter_code, grant_accommodation, read_notice
from nyata.enrolment.services.changing import revoke_device
from nyata.enrolment.services.opening import is_drawn
from nyata.enrolment.tests.factories import bound_phone, enrolled, enrolled_face
from nyata.enrolment.tests.performing import begun, opened
from nyata.ledger.models import Opening
from nyata.people.tests.factories import make_person, make_stage

MINUTE = dt.timedelta(minutes=1)


def refusal(person, officer, now, **more) -> Code:
    with pytest.raises(Refused) as caught:
        opened(person, officer, now, **more)
    assert caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize("officer", ["operator", "hr"])
def test_the_operator_of_the_unit_and_hr_may_enrol(people, now, officer):
    enrolment = opened(people.servant, getattr(people, officer), now)
    assert (enrolment.scope, enrolment.state) == ("full", "open")
    assert enrolment.expires_at == now + 30 * MINUTE
    assert Opening.objects.filter(kind="enrolment").count() == 1


@pytest.mark.parametrize("officer", ["supervisor", "other_supervisor", "auditor", "executive"])
def test_nobody_else_may(people, now, officer):
    assert refusal(people.servant, getattr(people, officer), now) == Code.NOT_YOUR_UNIT


@pytest.mark.parametrize("officer", ["operator", "hr"])
def test_nobody_enrols_themselves(people, now, officer):
    person = getattr(people, officer)
    assert refusal(person, person, now) == Code.NOT_ON_ONESELF


def test_an_operator_enrols_nobody_of_another_opd(people, now):
    assert refusal(people.other_supervisor, people.operator, now) == Code.NOT_YOUR_UNIT


def test_somebody_who_left_is_not_enrolled(people, now):
    left = make_person("Pindah", unit=people.clinic, is_active=False)
    assert refusal(left, people.operator, now) == Code.PERSON_LEFT


def test_a_unit_must_have_reached_the_stage_pendataan(people, now):
    assert refusal(people.hr, make_hr(people), now) == Code.UNIT_NOT_STARTED
    make_stage(people.bkpsdm, "pendataan")
    assert opened(people.hr, make_hr(people), now).scope == "full"


def make_hr(people):
    from nyata.people.models import Post
    from nyata.people.tests.factories import make_post

    other = make_person("Petugas Lain", unit=people.bkpsdm)
    make_post(other, Post.Role.HR)
    return other


def test_one_person_has_one_open_enrolment(people, now):
    opened(people.servant, people.operator, now)
    assert refusal(people.servant, people.hr, now) == Code.ENROLMENT_OPEN_ALREADY


def test_an_expired_one_makes_room(people, now):
    old = opened(people.servant, people.operator, now)
    assert refusal(people.servant, people.operator, now + 29 * MINUTE) == Code.ENROLMENT_OPEN_ALREADY
    opened(people.servant, people.operator, now + 30 * MINUTE)
    old.refresh_from_db()
    assert old.state == Enrolment.State.CANCELLED


def test_a_cancelled_one_makes_room_and_cannot_be_cancelled_twice(people, now):
    enrolment = opened(people.servant, people.operator, now)
    cancel_enrolment(enrolment=enrolment, officer=people.hr, at=now)
    with pytest.raises(Refused) as caught:
        cancel_enrolment(enrolment=enrolment, officer=people.hr, at=now)
    assert caught.value.code == Code.ENROLMENT_UNKNOWN
    opened(people.servant, people.operator, now)


def test_nobody_from_elsewhere_cancels(people, now):
    enrolment = opened(people.servant, people.operator, now)
    with pytest.raises(Refused):
        cancel_enrolment(enrolment=enrolment, officer=people.other_supervisor, at=now)


# What it covers


def test_whoever_has_both_needs_nothing(people, now):
    enrolled(people.servant)
    assert refusal(people.servant, people.operator, now) == Code.DEVICE_BOUND


def test_a_face_can_be_renewed(people, now):
    enrolled(people.servant)
    assert opened(people.servant, people.operator, now, renew_face=True).scope == "face"


def test_a_phone_without_a_face_lacks_the_face(people, now):
    bound_phone(people.servant)
    assert opened(people.servant, people.operator, now).scope == "face"


def test_a_face_without_a_phone_lacks_the_phone(people, now):
    enrolled_face(people.servant)
    assert opened(people.servant, people.operator, now).scope == "device"


def test_a_face_of_an_older_engine_is_made_anew(people, now):
    bound_phone(people.servant)
    template = enrolled_face(people.servant)
    template.engine = "0" * 16
    template.save()
    assert opened(people.servant, people.operator, now).scope == "face"


def test_the_arrangement_without_face_asks_for_the_phone_alone(people, now):
    day = now.date()
    grant_accommodation(
        person=people.servant, officer=people.hr, kind="no_face", reason="Keperluan khusus",
        valid_from=day, valid_to=day, at=now,
    )  # fmt: skip
    assert opened(people.servant, people.operator, now).scope == "device"


def test_another_phone_needs_an_approved_change(people, now):
    enrolled(people.servant)
    revoke(people.servant, now)
    assert refusal(people.servant, people.operator, now) == Code.CHANGE_NOT_APPROVED
    DeviceChange.objects.create(
        person=people.servant, reason="x", state="approved", asked_at=now, officer=people.hr, officer_at=now
    )
    assert opened(people.servant, people.operator, now).scope == "device"


def test_an_approval_of_before_the_phone_does_not_count_again(people, now):
    DeviceChange.objects.create(
        person=people.servant, reason="x", state="approved", asked_at=now, officer=people.hr,
        officer_at=now - dt.timedelta(days=400),
    )  # fmt: skip
    enrolled(people.servant)
    revoke(people.servant, now)
    assert refusal(people.servant, people.operator, now) == Code.CHANGE_NOT_APPROVED


def revoke(person, now):
    from django.db import transaction

    with transaction.atomic():
        revoke_device(person=person, why="lost", at=now)


# The code


def test_the_code_is_six_digits_and_every_enrolments_own(people, now):
    one, other = opened(people.servant, people.hr, now), opened(people.supervisor, people.hr, now)
    assert len(code_of(one)) == 6
    assert code_of(one).isdigit()
    assert code_of(one) != code_of(other) or bytes(one.code_salt) != bytes(other.code_salt)
    assert code_of(one) == code_of(Enrolment.objects.get(pk=one.pk))


def typed(person, code, at) -> Code:
    with pytest.raises(Refused) as caught:
        enter_code(person=person, code=code, page_key=None, at=at)
    return caught.value.code


def wrong(enrolment) -> str:
    return f"{(int(code_of(enrolment)) + 1) % 1_000_000:06d}"


def test_the_code_hands_out_a_challenge_and_its_moves(people, now):
    started = begun(people.servant, people.operator, now)
    assert len(bytes(started.enrolment.challenge)) == 32
    assert (len(started.draw.moves), started.frames, started.selfies) == (2, 12, 3)
    again = enter_code(person=people.servant, code=code_of(started.enrolment), page_key=None, at=now)
    assert again.enrolment.challenge != started.enrolment.challenge


def test_spaces_in_the_code_are_forgiven(people, now):
    code = code_of(opened(people.servant, people.operator, now))
    enter_code(person=people.servant, code=f" {code[:3]} {code[3:]} ", page_key=None, at=now)


def test_five_wrong_codes_end_it(people, now):
    enrolment = opened(people.servant, people.operator, now)
    codes = [typed(people.servant, wrong(enrolment), now) for _ in range(5)]
    assert codes == [Code.CODE_WRONG] * 4 + [Code.CODE_TRIES_USED_UP]
    assert typed(people.servant, code_of(enrolment), now) == Code.ENROLMENT_UNKNOWN


def test_the_code_of_somebody_else_opens_nothing(people, now):
    enrolment = opened(people.servant, people.operator, now)
    assert typed(people.supervisor, code_of(enrolment), now) == Code.ENROLMENT_UNKNOWN


def test_after_thirty_minutes_the_code_is_no_good(people, now):
    enrolment = opened(people.servant, people.operator, now)
    assert typed(people.servant, code_of(enrolment), now + 30 * MINUTE) == Code.ENROLMENT_EXPIRED


def test_whoever_was_not_told_is_told_first(people, now):
    newcomer = make_person("Baru", unit=people.clinic)
    enrolment = opened(newcomer, people.operator, now)
    assert typed(newcomer, code_of(enrolment), now) == Code.NOTICE_NOT_READ
    read_notice(person=newcomer, at=now)
    read_notice(person=newcomer, at=now)
    assert Opening.objects.filter(kind="notice_read").count() == 1
    enter_code(person=newcomer, code=code_of(enrolment), page_key=None, at=now)


def test_a_phone_that_another_person_has_is_told_before_any_photograph(people, now):
    phone = bound_phone(people.supervisor)
    enrolment = opened(people.servant, people.operator, now)
    with pytest.raises(Refused) as caught:
        enter_code(person=people.servant, code=code_of(enrolment), page_key=phone.page.thumbprint, at=now)
    assert caught.value.code == Code.DEVICE_OF_ANOTHER
    enrolment.refresh_from_db()
    assert enrolment.last_refusal == "device_of_another"
    assert Opening.objects.filter(kind="enrolment_refused").count() == 1


def test_a_page_key_that_served_before_is_to_be_made_anew(people, now):
    phone = bound_phone(people.servant)
    revoke(people.servant, now)
    DeviceChange.objects.create(
        person=people.servant, reason="x", state="approved", asked_at=now, officer=people.hr, officer_at=now
    )
    enrolment = opened(people.servant, people.operator, now)
    started = enter_code(person=people.servant, code=code_of(enrolment), page_key=phone.page.thumbprint, at=now)
    assert started.new_page_key
    again = enter_code(person=people.servant, code=code_of(enrolment), page_key=bytes(32), at=now)
    assert not again.new_page_key


def test_the_arrangement_without_moves_asks_for_none(people, now):
    day = now.date()
    grant_accommodation(
        person=people.servant, officer=people.hr, kind="no_moves", reason="Keperluan khusus",
        valid_from=day, valid_to=day, at=now,
    )  # fmt: skip
    started = begun(people.servant, people.operator, now)
    assert (started.draw.moves, started.frames) == ((), 12)


def test_one_in_twenty_is_drawn_and_the_same_ones_again():
    drawn = [is_drawn(number, 0.05) for number in range(20_000)]
    assert 900 < sum(drawn) < 1_100
    assert drawn == [is_drawn(number, 0.05) for number in range(20_000)]
    assert not any(is_drawn(number, 0.0) for number in range(100))
    assert all(is_drawn(number, 1.0) for number in range(100))


def test_who_is_drawn_follows_the_servers_secret(settings):
    before = [is_drawn(number, 0.5) for number in range(64)]
    settings.SECRET_KEY = "another"
    assert before != [is_drawn(number, 0.5) for number in range(64)]
