"""Steps are recorded by people, in the order of the law, each with its document; the machine never moves one."""

import datetime as dt

import pytest

from nyata.discipline.models import Finding, Step
from nyata.discipline.refusals import SENTENCES, Code, Refused
from nyata.discipline.selectors.clocks import latest_day, working_days_between
from nyata.discipline.selectors.ways import examination, salary, stops_from
from nyata.discipline.services.finding import find
from nyata.discipline.services.reading import mark_read
from nyata.discipline.services.stepping import Done, record_step
from nyata.discipline.tests.diaries import NOW, becomes, diary, week_of
from nyata.ledger.models import Opening
from nyata.people.tests.factories import make_person

MONDAY = dt.date(2026, 9, 7)
TODAY = dt.date(2026, 10, 1)
CALLED, EXAMINED = dt.date(2026, 9, 22), dt.date(2026, 9, 25)
Kind = Step.Kind


def proposal(person, days="APAPA", kind="yearly") -> Finding:
    diary(person, MONDAY, week_of(MONDAY, days))
    find(at=NOW)
    return Finding.objects.get(person=person, stage="reached", kind=kind)


@pytest.fixture
def found(cast):
    return proposal(cast.servant)


@pytest.fixture
def row(cast):
    """Ten days in a row, the tenth on 18 September."""
    return proposal(cast.servant, "AAAAAAAAAA", "in_a_row")


def record(actor, finding, kind, on=CALLED, number="800/1/2026", **more):
    done = Done(
        Kind(kind), on, number, more.pop("words", ""), more.pop("examination_on", None), more.pop("month", None)
    )
    return record_step(actor=actor, finding=finding, done=done, at=NOW, **more)


def refused(*arguments, **more) -> str:
    with pytest.raises(Refused) as caught:
        record(*arguments, **more)
    return caught.value.code


def call(actor, finding, **more):
    return record(actor, finding, "call_1", **{"examination_on": EXAMINED, **more})


def test_the_whole_way_of_an_examination(cast, found):
    call(cast.supervisor, found)
    record(cast.supervisor, found, "examined", EXAMINED, "BAP/1")
    record(cast.supervisor, found, "reported", EXAMINED)
    record(cast.hr, found, "result", EXAMINED, "SK/1", words="Tidak terbukti")
    record(cast.hr, found, "delivered", dt.date(2026, 9, 28), "ST/1")
    assert found.steps.count() == Opening.objects.filter(kind="absence_step").count() == 5


def test_who_does_not_come_twice_is_recorded_so(cast, found):
    call(cast.supervisor, found)
    record(cast.supervisor, found, "call_2", EXAMINED, examination_on=dt.date(2026, 9, 30))
    record(cast.supervisor, found, "not_come", dt.date(2026, 9, 30))
    record(cast.supervisor, found, "result", dt.date(2026, 9, 30), words="Menurut bukti yang ada")
    assert refused(cast.supervisor, found, "examined", dt.date(2026, 9, 30)) == Code.ANOTHER_WAY_TAKEN


@pytest.mark.parametrize("kind", ["call_2", "examined", "not_come", "reported", "result", "delivered"])
def test_no_step_comes_before_the_one_before(cast, found, kind):
    assert refused(cast.supervisor, found, kind, examination_on=EXAMINED, words="Catatan") == Code.STEP_BEFORE_MISSING


def test_who_was_examined_did_not_stay_away(cast, found):
    call(cast.supervisor, found)
    record(cast.supervisor, found, "examined", EXAMINED)
    assert refused(cast.supervisor, found, "call_2", EXAMINED, examination_on=TODAY) == Code.ANOTHER_WAY_TAKEN


def test_nobody_records_about_themselves(cast):
    found = proposal(cast.supervisor)
    assert refused(cast.supervisor, found, "call_1", examination_on=EXAMINED) == Code.NOT_ON_ONESELF


@pytest.mark.parametrize("who", ["other_supervisor", "operator", "auditor", "executive"])
def test_only_superiors_and_hr_record(cast, found, who):
    assert refused(getattr(cast, who), found, "call_1", examination_on=EXAMINED) == Code.NOT_ALLOWED


def test_a_warning_has_no_steps(cast):
    diary(cast.servant, MONDAY, "APA")
    find(at=NOW)
    near = Finding.objects.get(stage="near")
    assert refused(cast.supervisor, near, "call_1", examination_on=EXAMINED) == Code.NOT_A_PROPOSAL


def test_a_step_needs_the_number_of_its_document(cast, found):
    assert refused(cast.supervisor, found, "call_1", number="  ", examination_on=EXAMINED) == Code.DOCUMENT_MISSING


def test_a_step_is_recorded_after_it_was_done(cast, found):
    tomorrow = TODAY + dt.timedelta(days=1)
    assert refused(cast.supervisor, found, "call_1", tomorrow, examination_on=tomorrow) == Code.IN_THE_FUTURE


def test_a_step_is_not_older_than_the_one_before(cast, found):
    call(cast.supervisor, found)
    assert refused(cast.supervisor, found, "examined", MONDAY) == Code.BEFORE_THE_STEP_BEFORE


def test_nobody_stays_away_before_the_day(cast, found):
    call(cast.supervisor, found)
    record(cast.supervisor, found, "call_2", EXAMINED, examination_on=dt.date(2026, 9, 30))
    assert refused(cast.supervisor, found, "not_come", dt.date(2026, 9, 29)) == Code.BEFORE_THE_STEP_BEFORE


def test_a_second_call_follows_the_day_that_was_missed(cast, found):
    call(cast.supervisor, found)
    day = dt.date(2026, 9, 24)
    assert refused(cast.supervisor, found, "call_2", day, examination_on=TODAY) == Code.BEFORE_THE_STEP_BEFORE


def test_a_call_names_the_day_of_the_examination(cast, found):
    assert refused(cast.supervisor, found, "call_1") == Code.DAY_MISSING
    assert refused(cast.supervisor, found, "call_1", examination_on=MONDAY) == Code.DAY_BEFORE_CALL


@pytest.mark.parametrize(("day", "code"), [(dt.date(2026, 10, 1), None), (dt.date(2026, 10, 2), Code.TOO_LATE)])
def test_a_call_leaves_seven_working_days_at_most(cast, found, day, code):
    if code:
        assert refused(cast.supervisor, found, "call_1", examination_on=day) == code
        assert call(cast.supervisor, found, examination_on=day, words="Pegawai di luar kota")
    else:
        assert call(cast.supervisor, found, examination_on=day)


def test_a_result_needs_words(cast, found):
    call(cast.supervisor, found)
    record(cast.supervisor, found, "examined", EXAMINED)
    assert refused(cast.supervisor, found, "result", EXAMINED) == Code.WORDS_MISSING


def test_a_correction_is_a_later_record_with_words(cast, found):
    call(cast.supervisor, found)
    assert refused(cast.supervisor, found, "call_1", examination_on=EXAMINED) == Code.WORDS_MISSING
    call(cast.supervisor, found, number="800/2/2026", words="Salah nomor")
    line = examination(Finding.objects.get(pk=found.pk), TODAY)[0]
    assert (line.step.document_number, len(line.corrected)) == ("800/2/2026", 1)


def test_what_was_explained_has_no_further_steps(cast, found):
    becomes(cast.servant, found.days[0], "L")
    find(at=NOW)
    again = Finding.objects.get(pk=found.pk)
    assert refused(cast.supervisor, again, "call_1", examination_on=EXAMINED) == Code.WITHDRAWN


def test_the_way_of_a_salary(cast, row):
    record(cast.supervisor, row, "salary_notified")
    record(cast.hr, row, "salary_verified", words="Benar, menurut rekap")
    made = record(cast.hr, row, "salary_stopped", month=dt.date(2026, 10, 17))
    assert made.month == dt.date(2026, 10, 1) == stops_from(row)
    back = record(cast.hr, row, "salary_restored", month=dt.date(2026, 12, 1))
    assert back.month == dt.date(2026, 12, 1)


def test_the_salary_steps_are_for_ten_days_in_a_row_only(cast, found):
    assert refused(cast.supervisor, found, "salary_notified") == Code.NO_SALARY_STEPS
    assert salary(found, TODAY) == [] and stops_from(found) is None


@pytest.mark.parametrize("kind", ["salary_verified", "salary_stopped", "salary_restored"])
def test_what_bkpsdm_verifies_no_superior_records(cast, row, kind):
    assert refused(cast.supervisor, row, kind, words="Benar", month=TODAY) == Code.NOT_HR


@pytest.mark.parametrize("kind", ["salary_verified", "salary_stopped", "salary_restored"])
def test_no_salary_step_comes_before_the_one_before(cast, row, kind):
    assert refused(cast.hr, row, kind, words="Benar menurut rekap", month=TODAY) == Code.STEP_BEFORE_MISSING


def test_a_salary_decision_names_its_month_and_never_an_earlier_one(cast, row):
    record(cast.supervisor, row, "salary_notified")
    record(cast.hr, row, "salary_verified", words="Benar, menurut rekap")
    assert refused(cast.hr, row, "salary_stopped") == Code.MONTH_MISSING
    assert refused(cast.hr, row, "salary_stopped", month=dt.date(2026, 9, 30)) == Code.MONTH_TOO_EARLY
    record(cast.hr, row, "salary_stopped", month=dt.date(2026, 11, 1))
    assert refused(cast.hr, row, "salary_restored", month=dt.date(2026, 10, 1)) == Code.MONTH_TOO_EARLY


def test_a_stopped_salary_is_restored_even_where_the_days_were_explained(cast, row):
    record(cast.supervisor, row, "salary_notified")
    record(cast.hr, row, "salary_verified", words="Benar, menurut rekap")
    record(cast.hr, row, "salary_stopped", month=TODAY)
    becomes(cast.servant, row.days[0], "L")
    find(at=NOW)
    again = Finding.objects.get(pk=row.pk)
    assert refused(cast.hr, again, "salary_verified", words="Lagi pula") == Code.WITHDRAWN
    assert record(cast.hr, again, "salary_restored", month=TODAY)


def test_a_looking_machine_moves_no_step(cast, row):
    for day in range(5):
        find(at=NOW + dt.timedelta(days=day))
    assert not Step.objects.exists()


def test_the_clocks_of_the_steps_are_shown(cast, found):
    call(cast.supervisor, found)
    until = {line.kind: line.until for line in examination(Finding.objects.get(pk=found.pk), TODAY)}
    assert until[Kind.CALL_2] == dt.date(2026, 10, 6) and until[Kind.RESULT] is None


@pytest.mark.django_db
def test_clocks_count_working_days():
    friday = dt.date(2026, 9, 25)
    assert working_days_between(friday, friday) == 0
    assert working_days_between(friday, dt.date(2026, 9, 28)) == 1


@pytest.mark.django_db
def test_a_window_of_no_days_ends_where_it_begins():
    assert latest_day(MONDAY, 0) == MONDAY and latest_day(MONDAY, 5) == dt.date(2026, 9, 14)


@pytest.mark.parametrize("who", ["servant", "supervisor"])
def test_a_reading_is_recorded_once_with_its_time(cast, found, who):
    reader = getattr(cast, who)
    first = mark_read(actor=reader, finding=found, at=NOW)
    assert mark_read(actor=reader, finding=found, at=NOW + dt.timedelta(days=1)).at == first.at == NOW
    assert Opening.objects.filter(kind="absence_read").count() == 1


@pytest.mark.parametrize("who", ["hr", "auditor", "other_supervisor", "operator"])
def test_reading_is_for_the_person_and_their_superiors(cast, found, who):
    with pytest.raises(Refused) as caught:
        mark_read(actor=getattr(cast, who), finding=found, at=NOW)
    assert caught.value.code == Code.NOT_CONCERNED


def test_two_people_have_each_their_own_steps(cast, found):
    other = proposal(make_person("Lain", unit=cast.clinic))
    call(cast.supervisor, found)
    assert refused(cast.supervisor, other, "examined", EXAMINED) == Code.STEP_BEFORE_MISSING


def test_every_refusal_says_what_to_do_next():
    assert set(SENTENCES) == set(Code) and all(len(code.sentence.split(". ")) >= 1 for code in Code)
