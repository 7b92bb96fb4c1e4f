"""The demo's apel: the same world each time, with human variety."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from nyata.apel.kinds import Kind, State
from nyata.apel.models import Reason, RollLine, Session
from nyata.apel.selectors.standing import Is, stood
from nyata.apel.tests.factories import at
from nyata.people.demo.world import build

TODAY = dt.date(2026, 11, 23)


def test_there_is_no_demo_outside_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("seed_apel", verbosity=0)


def test_the_demo_has_mondays_monthly_apel_and_ceremonies_behind_and_ahead(db, settings):
    settings.DEMO = True
    build(200, TODAY, at(12, day=TODAY), lambda name: None)
    for step in ("seed_schedules", "seed_apel", "seed_history"):
        call_command(step, on=TODAY, verbosity=0, **({} if step == "seed_schedules" else {"days": 35}))
    call_command("seed_apel", on=TODAY, closing=True, verbosity=0)
    kinds = Counter(Session.objects.values_list("kind", flat=True))
    assert kinds[Kind.MONTHLY] >= 3 and kinds[Kind.CEREMONY] and kinds[Kind.MONDAY] > 100
    states = {one.standing.state for one in stood(Session.objects.order_by("day"), at(12, day=TODAY))}
    assert {Is.OVER, Is.COMING, Is.CANCELLED} <= states
    lines = Counter(RollLine.objects.filter(current=True).values_list("state", flat=True))
    assert lines[State.PRESENT] > lines[State.MISSED] > 0 and lines[State.EXCUSED] > 0
    yard = RollLine.objects.filter(current=True, state=State.PRESENT, session__kind=Kind.MONTHLY)
    assert yard.count() > 5
    assert Reason.objects.exists()
    count = Session.objects.count()
    call_command("seed_apel", on=TODAY, verbosity=0)
    assert Session.objects.count() == count
