"""Making, changing and calling off sessions and series; who may, and until when."""

import datetime as dt

import pytest

from nyata.apel.kinds import Kind, Rhythm
from nyata.apel.models import Session, SessionStep
from nyata.apel.refusals import Code, Refused
from nyata.apel.selectors import next_for
from nyata.apel.selectors.reach import sessions_for
from nyata.apel.selectors.standing import Is, standing_of
from nyata.apel.services import making, upkeep
from nyata.apel.services.making import Plan, Repeats, Window
from nyata.apel.tests.factories import MONDAY, at, make_session
from nyata.checkins.selectors.openings import openings_until, sites_open_to
from nyata.ledger.models import Checkpoint
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.tests.acts import acts
from nyata.people.tests.factories import OTHER_DOOR, make_post, make_site
from nyata.schedules.tests.factories import day_off, fast

DAY = dt.timedelta(days=1)
FRIDAY = MONDAY - 3 * DAY
NOW = at(9, day=FRIDAY)
HALF_PAST = Window(dt.time(7), dt.time(7, 30), dt.time(8))


def plan(cast, **changed):
    """A monthly apel of the regency at the yard of the Bupati, with the two OPD that check in."""
    fields = {
        "kind": Kind.MONTHLY, "title": "Apel bulanan", "unit": None, "site": None, "window": HALF_PAST,
        "units": [(cast.health, True), (cast.roads, True)],
    }  # fmt: skip
    return Plan(**fields | changed)


def refused(act, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert caught.value.sentence
    return caught.value.code


def weekly(**changed):
    return Repeats(**{"rhythm": Rhythm.WEEKLY, "valid_from": FRIDAY, "weekday": 0} | changed)


def test_hr_calls_the_regency_and_it_stands_in_the_ledger(cast):
    leaves = acts().count()
    made = making.make_session(actor=cast.hr, plan=plan(cast), day=MONDAY, at=NOW)
    assert (made.unit, made.opens_at, made.closes_at) == (None, at(7), at(8))
    assert made.invitations.count() == 2
    assert made.steps.get().act == SessionStep.Act.MADE
    assert acts().count() == leaves + 1


def test_the_operator_of_an_opd_calls_the_own_opd_only(cast):
    own = plan(cast, unit=cast.health, units=[(cast.clinic, True)])
    assert making.make_session(actor=cast.operator, plan=own, day=MONDAY, at=NOW).unit == cast.health
    foreign = plan(cast, unit=cast.health, units=[(cast.roads, True)])
    assert refused(making.make_session, actor=cast.operator, plan=foreign, day=MONDAY, at=NOW) == Code.UNITS_NOT_YOURS
    regency = plan(cast, units=[(cast.health, True)])
    assert refused(making.make_session, actor=cast.operator, plan=regency, day=MONDAY, at=NOW) == Code.NOT_ALLOWED
    other = plan(cast, unit=cast.roads, units=[(cast.roads, True)])
    assert refused(making.make_session, actor=cast.operator, plan=other, day=MONDAY, at=NOW) == Code.NOT_ALLOWED


@pytest.mark.parametrize("who", ["servant", "supervisor", "auditor", "executive"])
def test_nobody_else_calls_people_together(cast, who):
    asked = plan(cast, unit=cast.health, units=[(cast.clinic, True)])
    assert refused(making.make_session, actor=getattr(cast, who), plan=asked, day=MONDAY, at=NOW) == Code.NOT_ALLOWED


def test_what_is_asked_for_must_make_sense(cast):
    def code(**changed):
        return refused(making.make_session, actor=cast.hr, plan=plan(cast, **changed), day=MONDAY, at=NOW)

    assert code(title="  ") == Code.TITLE_MISSING
    assert code(units=[]) == Code.NO_UNITS
    assert code(window=Window(dt.time(7, 31), dt.time(7, 30), dt.time(8))) == Code.TIMES_WRONG
    assert code(window=Window(dt.time(7), dt.time(8), dt.time(8))) == Code.TIMES_WRONG
    closed = make_site(cast.secretariat, used=False, is_active=False)
    assert code(site=closed) == Code.SITE_CLOSED
    past = {"actor": cast.hr, "plan": plan(cast), "day": MONDAY}
    assert refused(making.make_session, **past, at=at(7)) == Code.PAST
    assert making.make_session(**past, at=at(6, 59, 59))


def test_the_place_is_one_for_the_invited_only_while_the_window_is_open(cast):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False)
    making.make_session(actor=cast.hr, plan=plan(cast, site=yard, units=[(cast.health, True)]), day=MONDAY, at=NOW)
    for moment, found in ((at(6, 59, 59), []), (at(7), [yard]), (at(7, 59, 59), [yard]), (at(8), [])):
        assert sites_open_to(cast.servant, moment) == found
    assert sites_open_to(cast.other_supervisor, at(7, 30)) == []
    assert [one.site for one in openings_until(cast.servant, at(6), at(23))] == [yard]


def test_a_unit_alone_opens_the_place_for_its_own_people_only(cast):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False)
    making.make_session(actor=cast.hr, plan=plan(cast, site=yard, units=[(cast.health, False)]), day=MONDAY, at=NOW)
    assert sites_open_to(cast.servant, at(7, 30)) == []
    assert sites_open_to(cast.operator, at(7, 30)) == [yard]


def test_a_series_of_each_opd_makes_sessions_ahead_and_never_twice(cast):
    series = making.make_series(actor=cast.hr, plan=plan(cast, kind=Kind.MONDAY), repeats=weekly(each_opd=True), at=NOW)
    days = set(series.sessions.values_list("day", flat=True))
    assert min(days) == MONDAY and {day.weekday() for day in days} == {0}
    assert series.sessions.filter(day=MONDAY).count() == 2
    assert series.sessions.get(day=MONDAY, unit=cast.health).invitations.get().unit == cast.health
    count = series.sessions.count()
    assert making.extend(series=series, at=NOW) == 0
    assert upkeep.extend_all(at=NOW + 7 * DAY) == 2
    assert series.sessions.count() == count + 2


@pytest.mark.parametrize(
    ("rhythm", "weekday", "number", "days"),
    [
        (Rhythm.NTH_WEEKDAY, 0, 1, [dt.date(2026, 9, 7), dt.date(2026, 10, 5), dt.date(2026, 11, 2)]),
        (Rhythm.NTH_WEEKDAY, 0, 5, [dt.date(2026, 9, 28), dt.date(2026, 10, 26)]),
        (Rhythm.DATE, None, 17, [dt.date(2026, 9, 17), dt.date(2026, 10, 17)]),
    ],
)
def test_a_month_has_its_day(cast, rhythm, weekday, number, days):
    repeats = weekly(rhythm=rhythm, weekday=weekday, number=number)
    series = making.make_series(actor=cast.hr, plan=plan(cast), repeats=repeats, at=NOW)
    assert list(series.sessions.order_by("day").values_list("day", flat=True)) == days


def test_a_rhythm_must_be_whole(cast):
    def code(**changed):
        return refused(making.make_series, actor=cast.hr, plan=plan(cast), repeats=weekly(**changed), at=NOW)

    assert code(weekday=None) == Code.RHYTHM_WRONG
    assert code(rhythm=Rhythm.NTH_WEEKDAY) == Code.RHYTHM_WRONG
    assert code(rhythm=Rhythm.DATE, number=29) == Code.RHYTHM_WRONG
    assert code(valid_to=FRIDAY - DAY) == Code.ENDS_BEFORE_START
    assert code(valid_from=FRIDAY - DAY) == Code.PAST


def test_a_change_needs_a_reason_keeps_what_was_and_moves_the_place(cast):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False)
    made = making.make_session(actor=cast.hr, plan=plan(cast, site=yard), day=MONDAY, at=NOW)
    change = {"actor": cast.hr, "session": made, "day": MONDAY, "window": HALF_PAST, "site": None, "at": NOW}
    assert refused(making.change_session, **change, words=" ok ") == Code.WORDS_MISSING
    assert refused(making.change_session, **change | {"site": yard}, words="Hujan lebat") == Code.NOTHING_CHANGED
    assert refused(making.change_session, **change | {"day": FRIDAY}, words="Hujan lebat") == Code.PAST
    assert refused(making.change_session, **change | {"actor": cast.operator}, words="Hujan lebat") == Code.NOT_ALLOWED
    changed = making.change_session(**change, words="Halaman tergenang")
    step = changed.steps.get(act=SessionStep.Act.CHANGED)
    assert (step.before["site"], step.words) == (yard.pk, "Halaman tergenang")
    assert sites_open_to(cast.servant, at(7, 30)) == []


def test_what_has_opened_is_neither_changed_nor_called_off(cast):
    made = making.make_session(actor=cast.hr, plan=plan(cast), day=MONDAY, at=NOW)
    arguments = {"actor": cast.hr, "session": made, "words": "Hujan lebat"}
    assert refused(making.cancel_session, **arguments, at=at(7)) == Code.HAPPENED
    moved = {"day": MONDAY + DAY, "window": HALF_PAST, "site": None}
    assert refused(making.change_session, **arguments, **moved, at=at(7)) == Code.HAPPENED
    assert making.cancel_session(**arguments, at=at(6, 59, 59)).cancelled_why == "Hujan lebat"


def test_what_was_called_off_says_why_and_lets_nobody_in_at_the_place(cast):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False)
    made = making.make_session(actor=cast.hr, plan=plan(cast, site=yard), day=MONDAY, at=NOW)
    called_off = making.cancel_session(actor=cast.hr, session=made, words="Hujan lebat", at=NOW)
    assert standing_of(called_off, NOW).why == "Dibatalkan: Hujan lebat"
    assert sites_open_to(cast.servant, at(7, 30)) == []
    again = {"actor": cast.hr, "session": made, "words": "Hujan lebat", "at": NOW}
    assert refused(making.cancel_session, **again) == Code.CANCELLED
    assert next_for(cast.servant, NOW, FRIDAY) is None


def test_a_series_ends_and_what_was_to_come_is_called_off(cast):
    series = making.make_series(actor=cast.hr, plan=plan(cast), repeats=weekly(), at=NOW)
    end = {"actor": cast.hr, "series": series, "at": NOW}
    assert refused(making.end_series, **end, last=FRIDAY - DAY, words="Diganti") == Code.PAST
    assert refused(making.end_series, **end, last=MONDAY, words="") == Code.WORDS_MISSING
    assert (
        refused(making.end_series, **end | {"actor": cast.operator}, last=MONDAY, words="Diganti") == Code.NOT_ALLOWED
    )
    making.end_series(**end, last=MONDAY, words="Diganti jadwal baru")
    assert list(series.sessions.filter(cancelled_at=None).values_list("day", flat=True)) == [MONDAY]


def test_sessions_are_suspended_in_ramadan_and_on_holidays_with_their_document(cast):
    session = make_session(cast.health)
    assert standing_of(session, NOW).state == Is.COMING
    day_off(MONDAY)
    held_off = standing_of(session, NOW)
    assert (
        held_off.state == Is.SUSPENDED and held_off.why == "Ditiadakan karena hari libur: Hari uji" and held_off.source
    )
    fast(MONDAY - 20 * DAY, MONDAY)
    fasting = standing_of(session, NOW)
    assert fasting.why == "Ditiadakan selama bulan Ramadan" and "29.3" in fasting.source
    assert standing_of(make_session(cast.health, kind=Kind.CEREMONY), NOW).is_held
    assert standing_of(make_session(cast.health, day=MONDAY + DAY), NOW).is_held


def test_the_place_of_a_suspended_session_is_shut_and_opened_again(cast):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False)
    making.make_session(actor=cast.hr, plan=plan(cast, site=yard), day=MONDAY, at=NOW)
    assert upkeep.open_and_shut(at=NOW) == 0
    day_off(MONDAY)
    assert upkeep.open_and_shut(at=NOW) == 1
    assert sites_open_to(cast.servant, at(7, 30)) == []
    day_off(MONDAY, off=False)
    assert upkeep.open_and_shut(at=NOW) == 1
    assert sites_open_to(cast.servant, at(7, 30)) == [yard]


def test_the_next_apel_is_the_next_that_is_held_until_it_closes(cast):
    first, second = make_session(cast.clinic), make_session(cast.clinic, day=MONDAY + 7 * DAY)
    assert next_for(cast.servant, at(7, 59, 59), MONDAY).session == first
    assert next_for(cast.servant, at(7, 15), MONDAY).is_open
    assert next_for(cast.servant, at(8), MONDAY).session == second
    assert next_for(cast.other_supervisor, at(7), MONDAY) is None


def test_leaders_see_sessions_that_touch_their_units_and_servants_none(cast):
    health, roads = make_session(cast.health), make_session(cast.roads)
    assert set(sessions_for(cast.hr, MONDAY)) == set(sessions_for(cast.executive, MONDAY)) == {health, roads}
    assert list(sessions_for(cast.supervisor, MONDAY)) == [health]
    assert not sessions_for(cast.servant, MONDAY)


def test_the_head_of_an_opd_arranges_for_it(cast):
    make_post(cast.operator, "opd_head", unit=cast.roads)
    own = plan(cast, unit=cast.roads, units=[(cast.roads, True)])
    assert making.make_session(actor=cast.other_supervisor, plan=own, day=MONDAY, at=NOW)
    assert Session.objects.count() == 1


@pytest.mark.parametrize("what", ["held", "cancelled", "monday", "not yet"])
def test_the_log_is_signed_once_at_a_monthly_apel_that_is_held(cast, what):
    kind = Kind.MONDAY if what == "monday" else Kind.MONTHLY
    made = making.make_session(actor=cast.hr, plan=plan(cast, kind=kind), day=MONDAY, at=NOW)
    if what == "cancelled":
        making.cancel_session(actor=cast.hr, session=made, words="Hujan lebat", at=NOW)
    while sequence():
        pass
    at_the_start = at(7, 29) if what == "not yet" else at(7, 34)
    is_signed = upkeep.sign_the_log(at=at_the_start)
    assert is_signed == (what == "held")
    assert not upkeep.sign_the_log(at=at_the_start + dt.timedelta(minutes=15)) or what == "not yet"
    signed = Checkpoint.objects.filter(occasion=Checkpoint.Occasion.APEL).count()
    assert signed == (1 if what in ("held", "not yet") else 0)
