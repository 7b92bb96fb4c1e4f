"""Warnings before a rung, proposals on it, both frozen with their days and taken back by a new record."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from nyata.discipline.models import Finding, Reading, Step, Withdrawal
from nyata.discipline.services.finding import find
from nyata.discipline.tests.diaries import NOW, becomes, diary, rungs, week_of
from nyata.ledger.models import Opening
from nyata.people.models import Placement, RolloutDecision
from nyata.people.tests.factories import make_person, make_stage

MONDAY = dt.date(2026, 9, 7)
DAY = dt.timedelta(days=1)


def weeks(person, working_days: str, first=MONDAY):
    return diary(person, first, week_of(first, working_days))


def test_a_warning_comes_before_the_rung_and_the_proposal_on_it(cast):
    first, _ = weeks(cast.servant, "APA")
    assert (rungs(cast.servant, stage="near"), rungs(cast.servant)) == ([3], [])
    weeks(cast.servant, "A", dt.date(2026, 9, 14))
    assert (rungs(cast.servant, stage="near"), rungs(cast.servant)) == ([3, 4], [3])
    found = Finding.objects.get(stage="reached")
    assert (found.sanction, found.article, len(found.records)) == ("Teguran lisan", "Ps 9(2) (M)", 3)
    assert found.days[0] == first and len(found.policy_hash) == 64


def test_each_rung_is_found_once_for_a_person_and_a_year(cast):
    weeks(cast.servant, "APAPA")
    assert find(at=NOW).made == 2  # the third day, and near the fourth
    assert (find(at=NOW).made, find(at=NOW + DAY).made) == (0, 0)


def test_every_finding_is_an_entry_of_the_ledger(cast):
    weeks(cast.servant, "APA")
    find(at=NOW)
    assert Opening.objects.filter(kind="absence_finding").count() == Finding.objects.count() == 1


def test_a_day_that_is_explained_later_takes_the_warning_back_by_a_new_record(cast):
    first, _ = weeks(cast.servant, "APA")
    find(at=NOW)
    becomes(cast.servant, first, "L")
    assert find(at=NOW + DAY).withdrawn == 1
    taken = Withdrawal.objects.get()
    assert taken.finding.days[0] == first and len(taken.days) == 1 and Finding.objects.count() == 1
    assert Opening.objects.filter(kind="absence_withdrawn").count() == 1


def test_what_was_taken_back_is_found_again_when_it_is_so_again(cast):
    first, _ = weeks(cast.servant, "APA")
    find(at=NOW)
    becomes(cast.servant, first, "L")
    find(at=NOW)
    becomes(cast.servant, first, "A")
    find(at=NOW)
    assert list(Finding.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]


def test_a_proposal_stands_while_its_days_are_enough(cast):
    """Five days are a written reprimand's; with four it still is, with three it is no longer."""
    absent = weeks(cast.servant, "APAPA APAPA".replace(" ", ""))[:5]
    find(at=NOW)
    assert rungs(cast.servant) == [4]
    becomes(cast.servant, absent[0], "L")
    becomes(cast.servant, absent[1], "L")
    assert rungs(cast.servant) == [4]
    becomes(cast.servant, absent[2], "L")
    assert rungs(cast.servant) == [3]


def test_the_days_of_a_finding_stay_as_they_were_frozen(cast):
    first, *_ = weeks(cast.servant, "APAPA")
    find(at=NOW)
    becomes(cast.servant, first, "L")
    find(at=NOW)
    found = Finding.objects.get(stage="reached")
    assert found.days[0] == first and hasattr(found, "withdrawal")


@pytest.mark.parametrize(
    ("days", "reached"),
    [
        ("AAAAA AAAA", []),
        ("AAAAA AAAAA", [10]),
        ("AAAAA AAPAA A", []),  # there on one day
        ("AAAAA AALAA A", []),  # on leave on one day
        ("AAAAA AADAA A", []),  # on duty on one day
        ("AAAAA AAHAA A", [10]),  # a holiday between is no working day
        ("AAAAA AAHAA", []),
        ("AAAAA AA?AA A", []),  # of one day nobody knows what it asked
        ("AAAAA AA.AA A", []),  # of one day nothing is on record
    ],
)
def test_ten_working_days_in_a_row(cast, days, reached):
    weeks(cast.servant, days.replace(" ", ""))
    assert rungs(cast.servant, kind="in_a_row") == reached


@pytest.mark.parametrize(("days", "near"), [("AAAA", []), ("AAAAA", [10]), ("AAAAA AAAA", [10]), ("AAAAA AAAP", [])])
def test_a_row_is_told_before_it_is_reached_and_while_it_lasts(cast, days, near):
    weeks(cast.servant, days.replace(" ", ""), dt.date(2026, 9, 21) if len(days) < 9 else MONDAY)
    assert rungs(cast.servant, stage="near", kind="in_a_row") == near


def test_an_excused_day_in_the_middle_breaks_a_row_that_was_reached(cast):
    absent = weeks(cast.servant, "AAAAAAAAAAA")
    assert rungs(cast.servant, kind="in_a_row") == [10]
    becomes(cast.servant, absent[5], "L")
    assert rungs(cast.servant, kind="in_a_row") == []


def test_an_excused_day_at_the_end_of_eleven_leaves_ten(cast):
    absent = weeks(cast.servant, "AAAAAAAAAAA")
    find(at=NOW)
    becomes(cast.servant, absent[0], "L")
    assert (
        rungs(cast.servant, kind="in_a_row") == [10] and not Withdrawal.objects.filter(finding__from_days=10).exists()
    )


def test_a_row_over_new_year_is_one_row(cast):
    """28 December to 9 January, with New Year's Day between: nine working days, and the tenth on the 11th."""
    weeks(cast.servant, "AAAAHAAAAA", dt.date(2026, 12, 28))
    at = dt.datetime(2027, 1, 11, 2, tzinfo=dt.UTC)
    assert rungs(cast.servant, kind="in_a_row", now=at) == []
    weeks(cast.servant, "A", dt.date(2027, 1, 11))
    assert rungs(cast.servant, kind="in_a_row", now=at + DAY) == [10]
    assert Finding.objects.get(kind="in_a_row", stage="reached").since == dt.date(2026, 12, 28)


def test_a_second_row_is_found_by_itself(cast):
    weeks(cast.servant, "AAAAAAAAAAPPPPP", dt.date(2026, 3, 2))
    weeks(cast.servant, "AAAAAAAAAA", dt.date(2026, 9, 14))
    assert rungs(cast.servant, kind="in_a_row") == [10, 10]


def test_a_row_that_grows_is_not_found_twice(cast):
    weeks(cast.servant, "AAAAAAAAAA")
    assert rungs(cast.servant, kind="in_a_row") == [10]
    weeks(cast.servant, "AAA", dt.date(2026, 9, 21))
    assert rungs(cast.servant, kind="in_a_row") == [10]


def test_the_year_begins_at_nought_and_its_last_days_are_found_in_january(cast):
    weeks(cast.servant, "APAPA", dt.date(2026, 12, 28))  # the 28th and 30th, and the 1st of January
    assert rungs(cast.servant, now=dt.datetime(2027, 1, 4, 2, tzinfo=dt.UTC)) == []
    weeks(cast.servant, "A", dt.date(2026, 12, 21))
    at = dt.datetime(2027, 1, 5, 2, tzinfo=dt.UTC)
    assert rungs(cast.servant, now=at) == [3]
    assert rungs(cast.servant, stage="near", now=at) == []


def test_the_days_of_a_trial_are_not_counted(cast):
    make_stage(cast.health, RolloutDecision.Stage.TRIAL, valid_from=dt.date(2026, 1, 1))
    make_stage(cast.health, RolloutDecision.Stage.LIVE, valid_from=dt.date(2026, 9, 10))
    weeks(cast.servant, "AAAAP")
    assert rungs(cast.servant, stage="near") == rungs(cast.servant) == []


@pytest.mark.parametrize("employment", ["PPPK", "PPPK_PW"])
def test_pppk_are_told_by_their_contract_and_never_proposed(cast, employment):
    person = make_person("Tanpa Jenjang", unit=cast.clinic, employment=employment)
    weeks(person, "AAAAAAAAAAA")
    assert (rungs(person), rungs(person, stage="near", kind="contract")) == ([], [2])
    found = Finding.objects.get(person=person)
    assert found.sanction == "" and "PP 49/2018" in found.source


def test_days_before_somebody_became_a_civil_servant_are_not_counted(cast):
    Placement.objects.filter(person=cast.servant).update(employment="PPPK", valid_to=dt.date(2026, 9, 8))
    Placement.objects.create(
        person=cast.servant, unit=cast.clinic, employment="PNS", valid_from=dt.date(2026, 9, 9), recorded_at=NOW
    )
    weeks(cast.servant, "AAAAP")
    assert (rungs(cast.servant), rungs(cast.servant, stage="near")) == ([], [3])


def test_who_left_is_not_looked_for_any_more(cast):
    weeks(cast.servant, "APAPA")
    type(cast.servant).objects.filter(pk=cast.servant.pk).update(is_active=False)
    assert find(at=NOW).made == 0


def test_who_was_never_recorded_may_not_be_registered_and_is_not_counted(cast):
    diary(cast.servant, MONDAY, week_of(MONDAY, "AAAAAAAAAAA"), never=True)
    assert find(at=NOW).made == 0


def test_days_before_somebody_was_first_there_are_not_counted(cast):
    diary(cast.servant, MONDAY, week_of(MONDAY, "AAAAAPAPA"), never=True)
    assert (rungs(cast.servant), rungs(cast.servant, stage="near")) == ([], [3])


def test_today_does_not_count_yet(cast):
    weeks(cast.servant, "APAPA")
    assert rungs(cast.servant, now=dt.datetime(2026, 9, 11, 2, tzinfo=dt.UTC)) == []


def test_one_person_can_be_looked_at_alone(cast):
    other = make_person("Lain", unit=cast.clinic)
    weeks(cast.servant, "APAPA")
    weeks(other, "APAPA")
    find(at=NOW, people=[other.pk])
    assert set(Finding.objects.values_list("person", flat=True)) == {other.pk}


def test_looking_asks_as_few_questions_of_many_people_as_of_few(cast, django_assert_max_num_queries):
    crowd = [make_person(f"Orang {number}", unit=cast.clinic) for number in range(12)]
    for one in crowd:
        weeks(one, "APAPA")
    with django_assert_max_num_queries(16):
        find(at=NOW)
    assert Finding.objects.filter(stage="reached").count() == 12


@pytest.mark.parametrize("model", [Finding, Withdrawal, Reading, Step])
def test_nothing_of_it_is_changed_or_deleted(cast, model):
    first, *_ = weeks(cast.servant, "APAPA")
    find(at=NOW)
    found = Finding.objects.get(stage="reached")
    Reading.objects.create(finding=found, reader=cast.servant, at=NOW)
    Step.objects.create(
        finding=found, kind="call_1", on=MONDAY, examination_on=MONDAY, document_number="1",
        recorded_by=cast.supervisor, recorded_at=NOW,
    )  # fmt: skip
    becomes(cast.servant, first, "L")
    find(at=NOW)
    row = model.objects.first()
    for harm in (lambda: model.objects.filter(pk=row.pk).delete(), lambda: row.save(force_update=True)):
        with pytest.raises(DatabaseError), transaction.atomic():
            harm()
