"""The month's allowance: who stands where, which days take something, and by which amount."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nyata.allowance.selectors.amounts import amounts_on
from nyata.allowance.selectors.months import month, month_of, totals
from nyata.allowance.selectors.templates import example_rules, examples, own_rules
from nyata.allowance.tests.conftest import FIRST, LAST
from nyata.allowance.tests.factories import make_amount
from nyata.apel.services import sealing
from nyata.apel.tests.factories import at, make_session
from nyata.attendance.tests.factories import make_record
from nyata.core.allowance.steps import Code
from nyata.core.worktime.columns import Cover, Flag, Status
from nyata.people.models import Placement, RolloutDecision
from nyata.people.tests.factories import make_person, make_placement, make_stage

LATE = {"late": 12, "flags": int(Flag.LATE)}


def day(number: int) -> dt.date:
    return FIRST.replace(day=number)


def sari(cast, **rules):
    found = month_of(cast.servant.pk, FIRST, LAST, rules.get("rules") or own_rules(LAST))
    assert found is not None
    return found


def test_nothing_is_in_force_in_oki_and_every_whole_example_can_be_shown(cast):
    own = own_rules(LAST)
    assert not own.is_usable and not own.is_example and own.missing == ()
    assert [one.title for one in examples(LAST)] == [
        "Contoh Kemenkeu", "Contoh Kementan", "Contoh Ngawi", "Contoh Ogan Ilir", "Contoh Tulang Bawang",
    ]  # fmt: skip
    assert all(one.is_example for one in examples(LAST))
    assert example_rules("tebo", LAST) is None and example_rules("oki", LAST) is None
    assert example_rules("atlantis", LAST) is None


def test_a_perbup_in_force_is_used(cast, enacted):
    make_amount(cast.servant, 4_000_000)
    make_record(cast.servant, day(1), **LATE)
    make_record(cast.servant, day(2), late=40, flags=int(Flag.LATE))
    make_record(cast.servant, day(3), status=Status.ABSENT)
    make_record(cast.servant, day(4), status=Status.DUTY, cover=Cover.TRAVEL)
    make_record(cast.servant, day(7))
    found = sari(cast).found
    assert {(step.code, int(step.deduction), step.days) for step in found.steps if step.days} == {
        (Code.LATE, 20_000, (day(1),)), (Code.LATE, 40_000, (day(2),)), (Code.ABSENT, 120_000, (day(3),)),
        (Code.DUTY, 0, (day(4),)),
    }  # fmt: skip
    assert found.pay == 3_820_000


def test_rules_that_are_not_whole_say_what_lacks(cast, enacted):
    path = enacted / "allowance" / "oki.yaml"
    path.write_text(
        "\n".join(line for line in path.read_text().split("\n\n") if not line.strip().startswith("rounding"))
    )
    from nyata.core import policy
    from nyata.rules.selectors import today

    policy.loaded.cache_clear()
    today._policy.cache_clear()
    own = own_rules(LAST)
    assert not own.is_usable and own.missing == ("allowance.oki.rounding",)


def test_days_of_a_trial_take_nothing(cast, enacted):
    make_stage(cast.health, RolloutDecision.Stage.TRIAL, valid_from=day(1))
    make_stage(cast.health, RolloutDecision.Stage.LIVE, valid_from=day(15))
    make_amount(cast.servant, 4_000_000)
    for number in (1, 14, 15, 30):
        make_record(cast.servant, day(number), status=Status.ABSENT)
    step = next(step for step in sari(cast).found.steps if step.code == Code.ABSENT)
    assert step.days == (day(15), day(30))


def test_old_versions_and_days_outside_the_month_take_nothing(cast, enacted):
    make_amount(cast.servant, 4_000_000)
    record = make_record(cast.servant, day(1), **LATE)
    record.current = False
    record.save()
    make_record(cast.servant, dt.date(2026, 8, 31), **LATE)
    make_record(cast.servant, dt.date(2026, 10, 1), **LATE)
    assert sari(cast).found.deduction == 0


def test_leave_takes_something_where_the_rules_name_its_kind(cast):
    make_amount(cast.servant, 2_000_000)
    make_record(cast.servant, day(1), status=Status.LEAVE, cover=Cover.MATERNITY)
    make_record(cast.servant, day(2), status=Status.LEAVE, cover=Cover.ANNUAL)
    found = sari(cast, rules=example_rules("ogan_ilir", LAST)).found
    assert found.deduction == 60_000


@pytest.mark.parametrize(("saturday", "deduction"), [(False, 0), (True, 135_000)])
def test_who_works_on_saturdays_has_shorter_days_where_minutes_become_days(cast, saturday, deduction):
    make_amount(cast.servant, 3_000_000)
    make_record(cast.servant, day(1), late=200, flags=int(Flag.LATE))
    make_record(cast.servant, day(2), late=200, flags=int(Flag.LATE))
    make_record(cast.servant, day(5), status=Status.PRESENT if saturday else Status.OFF)
    assert sari(cast, rules=example_rules("ngawi", LAST)).found.deduction == deduction


def test_the_newest_line_about_a_person_holds(cast):
    lines = [
        ({"person": cast.servant, "job_class": "7"}, None),
        ({"job_class": "7", "amount": 2_000_000}, (2_000_000, "7")),
        ({"job_class": "7", "amount": 2_500_000, "since": dt.date(2026, 9, 30)}, (2_500_000, "7")),
        ({"job_class": "7", "amount": 9_000_000, "since": dt.date(2026, 10, 1)}, (2_500_000, "7")),
        ({"person": cast.servant, "amount": 1_000_000, "since": dt.date(2026, 2, 1)}, (1_000_000, "")),
        ({"person": cast.servant, "amount": 1_100_000, "since": dt.date(2026, 2, 1)}, (1_100_000, "")),
        ({"person": cast.servant, "job_class": "7", "since": dt.date(2026, 3, 1)}, (2_500_000, "7")),
        ({"person": cast.servant, "amount": 0, "since": dt.date(2026, 4, 1)}, None),
    ]
    for line, expected in lines:
        make_amount(**line)
        found = amounts_on(LAST, [cast.servant.pk]).get(cast.servant.pk)
        assert (found and found[:2]) == expected
    assert amounts_on(LAST, None) == {}


def test_who_has_no_amount_is_listed_without_a_calculation(cast, enacted):
    found = sari(cast)
    assert found.found is None and found.who.name == "Sari Melati"
    assert month_of(0, FIRST, LAST, own_rules(LAST)) is None


def test_who_moves_is_paid_once_by_the_last_opd_for_the_whole_month(cast, enacted):
    Placement.objects.filter(person=cast.servant).update(valid_to=day(14))
    make_placement(cast.servant, unit=cast.roads, valid_from=day(15))
    make_amount(cast.servant, 4_000_000)
    make_record(cast.servant, day(1), **LATE)
    make_record(cast.servant, day(20), **LATE)
    rules = own_rules(LAST)
    assert cast.servant.pk not in [line.who.person for line in month(FIRST, LAST, rules, opd=cast.health)]
    (line,) = [line for line in month(FIRST, LAST, rules, opd=cast.roads) if line.who.person == cast.servant.pk]
    assert line.found.deduction == 40_000
    assert [one.who.person for one in month(FIRST, LAST, rules)].count(cast.servant.pk) == 1


def test_the_sums_are_those_of_who_was_reckoned(cast, enacted):
    make_amount(cast.servant, 4_000_000)
    make_amount(cast.supervisor, 6_000_000)
    make_record(cast.servant, day(1), **LATE)
    sums = totals(month(FIRST, LAST, own_rules(LAST), opd=cast.health))
    assert (sums.people, sums.reckoned, sums.amount, sums.deduction, sums.pay) == (3, 2, 10_000_000, 20_000, 9_980_000)


def test_one_persons_month_is_what_it_is_in_the_opd_and_among_all(cast, enacted):
    make_amount(cast.servant, 4_000_000)
    make_record(cast.servant, day(1), **LATE)
    rules = own_rules(LAST)
    alone = sari(cast)
    assert alone in month(FIRST, LAST, rules, opd=cast.health)
    assert alone in month(FIRST, LAST, rules)


@pytest.mark.parametrize("name", ["own", "ngawi", "tulang_bawang"])
def test_statements_do_not_grow_with_people(cast, enacted, name):
    rules = own_rules(LAST) if name == "own" else example_rules(name, LAST)
    counts = []
    for size in (1, 30):
        for number in range(size):
            person = make_person(f"Orang {size} {number}", unit=cast.clinic)
            make_amount(person, 3_000_000)
            make_record(person, day(1), **LATE)
        with CaptureQueriesContext(connection) as queries:
            month(FIRST, LAST, rules, opd=cast.health)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_sessions_missed_on_closed_lists_take_something_where_the_rules_say_so(cast, office):
    make_amount(cast.servant, 4_000_000)
    monday = dt.date(2026, 9, 7)
    make_record(cast.servant, monday, **LATE)
    for hour in (7, 10):
        times = {"opens_at": at(hour), "starts_at": at(hour, 30), "closes_at": at(hour + 1)}
        sealing.seal(session=make_session(cast.clinic, **times), at=at(12))
    make_session(cast.clinic, day=monday + dt.timedelta(days=7))  # its list is not closed yet
    found = sari(cast, rules=example_rules("tulang_bawang", LAST)).found
    (step,) = [step for step in found.steps if step.code == Code.APEL]
    assert (step.count, int(step.deduction), step.days) == (2, 64_000, (monday,))
    assert found.deduction == 72_000
    assert sari(cast, rules=example_rules("ngawi", LAST)).found.deduction == 0


def test_apel_of_a_trial_takes_nothing(cast, office):
    make_stage(cast.health, RolloutDecision.Stage.TRIAL, valid_from=day(1))
    make_amount(cast.servant, 4_000_000)
    sealing.seal(session=make_session(cast.clinic), at=at(12))
    assert sari(cast, rules=example_rules("tulang_bawang", LAST)).found.deduction == 0
