"""The demo's other sources: a clock four minutes ahead, strangers' numbers, files that overlap, a decision."""

import datetime as dt
import random

import pytest
from django.core.management import CommandError, call_command

from nyata.attendance.tests.stories import punch
from nyata.people.tests.factories import make_person, make_stage, make_unit
from nyata.rules.selectors import policy_on
from nyata.sources.demo.world import APP, GATE, build
from nyata.sources.models import ClockOffset, CountingDecision, Machine, PunchFile
from nyata.sources.selectors.beside import beside, people_of
from nyata.sources.selectors.desk import waiting_numbers

TODAY = dt.date(2026, 2, 27)


@pytest.fixture
def world(cast):
    rng = random.Random(3)
    for code, parent in ((GATE[0], cast.health), (APP[0], None)):
        unit = make_unit(f"Unit {code}", parent=parent, code=code)
        make_stage(unit, "trial")
        for place in range(5):
            person = make_person(f"Orang {place}", unit=unit)
            for back in range(30):
                day = TODAY - dt.timedelta(days=back)
                if day.weekday() < 5 and rng.random() < 0.9:
                    punch(person, day, (7, rng.randint(10, 30)), (16, rng.randint(1, 20)))
    return cast


def test_the_demo_shows_what_pages_are_for(world):
    assert build(TODAY) > 200
    gate, app = (Machine.objects.get(unit__code=code) for code in (GATE[0], APP[0]))
    first, second = PunchFile.objects.filter(machine=gate).order_by("imported_at")
    assert first.known == 0 and second.known > 0  # they overlap
    assert {"901", "902"} < {one.number for one in waiting_numbers(gate)}
    assert first.imported_by == world.operator
    offset = ClockOffset.objects.get()
    assert (offset.seconds, offset.answer) == (240, "")
    assert CountingDecision.objects.get().unit == app.unit
    span = (TODAY - dt.timedelta(days=30), TODAY)
    laid = beside(people_of(gate.unit, *span), *span, policy_on(TODAY))
    assert sorted(laid.differences)[len(laid.differences) // 2] in (3, 4)
    assert all(laid.tally[state] for state in ("differ", "machine", "nyata"))


def test_it_is_the_same_every_time_and_made_once(world, settings):
    settings.DEMO = True
    call_command("seed_sources", on=TODAY, verbosity=0)
    made = PunchFile.objects.count()
    call_command("seed_sources", on=TODAY, verbosity=0)
    assert PunchFile.objects.count() == made


def test_it_invents_nothing_outside_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("seed_sources")
