import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from nyata.core.worktime.columns import Kind
from nyata.people.demo.world import build
from nyata.people.models import Person
from nyata.schedules.models import PatternUse, Shift
from nyata.schedules.selectors import fasting, spans_of
from nyata.schedules.selectors.overlaps import overlapping

TODAY = dt.date(2026, 8, 21)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo's 600 people with their schedules, taken away after this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(600, TODAY, dt.datetime(2026, 8, 21, 5, tzinfo=dt.UTC), lambda _: None)
        call_command("seed_schedules", on=TODAY)
        yield
        transaction.set_rollback(True)


def kinds(of: str, day: dt.date) -> set[Kind]:
    """What a day asks of the full-time people of the units whose code begins so."""
    people = Person.objects.filter(unit__code__startswith=of).exclude(employment="PPPK_PW")
    spans = spans_of(list(people.values_list("pk", flat=True)), day, day)
    return {span.kind for found in spans.values() for span in found}


def test_offices_rest_on_saturdays_and_schools_do_not(demo):
    saturday = TODAY + DAY
    assert kinds("BKPSDM", saturday) == {Kind.OFF}
    assert kinds("SMP-", saturday) == {Kind.WORK}


def test_schools_have_holidays_of_their_own_and_those_of_all(demo):
    assert kinds("SMP-", dt.date(2026, 6, 24)) == {Kind.HOLIDAY}
    assert kinds("BKPSDM", dt.date(2026, 6, 24)) == {Kind.WORK}
    for of in ("SMP-", "BKPSDM", "PUPR"):
        assert kinds(of, dt.date(2026, 8, 17)) == {Kind.HOLIDAY}


def test_the_wards_work_round_the_clock_and_nobody_twice_at_once(demo):
    people = list(PatternUse.objects.filter(person__isnull=False).values_list("person", flat=True))
    starts = {span.start.hour for found in spans_of(people, TODAY, TODAY).values() for span in found if span.is_work}
    assert starts == {7, 14, 21}
    assert overlapping(None, TODAY - 70 * DAY, TODAY + 30 * DAY) == set()


def test_part_time_people_owe_their_contract_or_nothing_is_known(demo):
    part_time = Person.objects.filter(employment="PPPK_PW")
    for person in part_time:
        minutes = person.placements.get().weekly_minutes
        week = spans_of([person.pk], TODAY - 11 * DAY, TODAY - 5 * DAY)
        owed = sum((span.end - span.start) // dt.timedelta(minutes=1)
                   for found in week.values() for span in found if span.is_work)  # fmt: skip
        assert owed == (minutes or 0)
        if minutes is None:
            assert {span.kind for found in week.values() for span in found} <= {Kind.UNPLANNED, Kind.HOLIDAY}


def test_ramadan_1447_is_confirmed_and_asks_for_less(demo):
    assert fasting(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == ((dt.date(2026, 2, 19), dt.date(2026, 3, 20)),)
    people = list(Person.objects.filter(unit__code="BKPSDM-02", employment="PNS").values_list("pk", flat=True))
    before, within = (
        {f"{span.start:%H.%M}-{span.end:%H.%M}" for found in spans_of(people, day, day).values() for span in found}
        for day in (dt.date(2026, 2, 12), dt.date(2026, 2, 19))
    )
    assert (before, within) == ({"07.30-16.00"}, {"08.00-15.00"})


def test_a_second_time_adds_nothing_and_outside_the_demo_it_refuses(demo, settings):
    before = Shift.objects.count()
    call_command("seed_schedules", on=TODAY)
    assert Shift.objects.count() == before
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo only"):
        call_command("seed_schedules")
