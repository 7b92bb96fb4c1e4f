"""A duty in force lets its person check in where its letter says, and the record says why."""

import datetime as dt

import pytest

from nyata.checkins import story
from nyata.checkins.models import CheckIn
from nyata.checkins.page import state
from nyata.checkins.services import judging
from nyata.core.reasons import Reason
from nyata.leave import services as leave
from nyata.leave.kinds import Kind
from nyata.leave.wishes import Spot, Wish
from nyata.people.tests.factories import OTHER_DOOR

VILLAGE = {"type": "Point", "coordinates": [OTHER_DOOR[1], OTHER_DOOR[0]]}


@pytest.fixture
def away(world):
    """The servant's phone in a village far from every site of theirs."""
    phone = world.phone
    phone.here = OTHER_DOOR
    return phone


def granted(world, at, *spots):
    day = at.astimezone(dt.UTC).date()
    wish = Wish(Kind.FIELD, day - dt.timedelta(days=1), day + dt.timedelta(days=1), letter_number="090/1", spots=spots)
    asked = leave.ask(actor=world.cast.servant, person=world.cast.servant, wish=wish, at=at)
    leave.decide_one(actor=world.cast.supervisor, request=asked, accept=True, at=at)


def judged(phone):
    """Send a bundle from where the phone is; its check-in and its place reasons."""
    phone.post(phone.bundle())
    checkin = CheckIn.objects.get()
    judging.judge_checkin(checkin_id=checkin.pk, at=checkin.received_at)
    return checkin, {Reason(code) for code in checkin.verdicts.last().reasons}


def test_in_the_village_of_the_letter_the_place_is_right_and_is_called_a_duty(world, away):
    granted(world, dt.datetime.now(dt.UTC), Spot("Desa Simpang", VILLAGE, 300.0))
    checkin, reasons = judged(away)
    assert {Reason.INSIDE_SITE, Reason.DUTY_PLACE} <= reasons
    assert story.place_of(checkin.verdicts.all()).site == "Desa Simpang"


def test_without_a_letter_the_same_village_is_outside(world, away):
    _, reasons = judged(away)
    assert Reason.OUTSIDE_SITE in reasons
    assert not {Reason.DUTY_PLACE, Reason.FIELD_DUTY_DECLARED} & reasons


def test_a_letter_without_a_point_asks_the_supervisor_to_look(world, away):
    granted(world, dt.datetime.now(dt.UTC), Spot("Desa Simpang"))
    _, reasons = judged(away)
    assert Reason.FIELD_DUTY_DECLARED in reasons


def test_at_the_own_door_a_letter_changes_nothing(world):
    granted(world, dt.datetime.now(dt.UTC), Spot("Desa Simpang", VILLAGE, 300.0))
    _, reasons = judged(world.phone)
    assert Reason.INSIDE_SITE in reasons
    assert Reason.DUTY_PLACE not in reasons


def test_the_phone_knows_the_village_too(world):
    now = dt.datetime.now(dt.UTC)
    granted(world, now, Spot("Desa Simpang", VILLAGE, 300.0))
    sites = state(world.cast.servant, None, "live", "in", now)["sites"]
    assert [site["name"] for site in sites] == [world.cast.site.name, "Desa Simpang"]
