"""What machines told joins the days where it was decided that it counts: by number and day, less what clocks ran."""

import datetime as dt

import polars as pl
import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nyata.attendance.services.reckoning import reckon_changes
from nyata.attendance.tests.stories import AFTER, MONDAY, TUESDAY, WEDNESDAY, punch, reckon, record
from nyata.attendance.tests.stories import at as local
from nyata.core.worktime.columns import Mark, Status, minute_of
from nyata.people.models import DayChange
from nyata.people.tests import factories
from nyata.people.tests.factories import make_person, make_placement, make_stage
from nyata.sources.models import CountingDecision, NumberUse
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.punches import machine_punches, punches_of
from nyata.sources.services import (
    Given,
    OffsetWish,
    answer_offset,
    ask_offset,
    decide_counting,
    give,
    give_many,
    take_away,
)
from nyata.sources.tests.factories import AT, BEGINNING, give_number, make_machine, take_text

Rule = CountingDecision.Rule
WHOLE = "17 2026-02-02 07:20:00\n17 2026-02-02 16:05:00\n"
OTHER_HR = "Rina Tembesu"


def decide(cast, rule, unit=None, since=MONDAY, at=None):
    return decide_counting(
        actor=cast.hr, unit=unit or cast.clinic, rule=rule, valid_from=since, document_number="800/1/BKPSDM/2026",
        at=at or local(since, 6),
    )  # fmt: skip


def times(person, day=MONDAY):
    found = record(person, day)
    return found.first_in - minute_of(day), found.last_out - minute_of(day)


@pytest.fixture
def sari(cast, office, machine):
    """The servant of the clinic, whose number at the machine is 17."""
    give_number(cast.hr, machine, "17", cast.servant)
    return cast.servant


@pytest.fixture
def other_hr(cast):
    person = make_person(OTHER_HR, unit=cast.bkpsdm)
    factories.make_post(person, "hr")
    return person


class TestDays:
    def test_without_a_decision_only_nyata_counts(self, cast, machine, sari):
        take_text(cast.hr, machine, WHOLE)
        reckon()
        assert record(sari, MONDAY).status == Status.ABSENT

    def test_a_machine_that_counts_makes_the_day_and_is_named_as_its_source(self, cast, machine, sari):
        decide(cast, Rule.MACHINE)
        take_text(cast.hr, machine, WHOLE)
        reckon()
        found = record(sari, MONDAY)
        assert (found.status, found.in_mark, found.out_mark) == (Status.PRESENT, Mark.MACHINE, Mark.MACHINE)
        assert times(sari) == (7 * 60 + 20, 16 * 60 + 5)

    def test_where_only_the_machine_counts_a_check_in_does_not(self, cast, machine, sari):
        decide(cast, Rule.MACHINE)
        punch(sari, MONDAY, (7, 0), (17, 0))
        take_text(cast.hr, machine, WHOLE)
        reckon()
        assert times(sari) == (7 * 60 + 20, 16 * 60 + 5)

    def test_where_both_count_the_earliest_coming_and_the_latest_leaving_do(self, cast, machine, sari):
        decide(cast, Rule.BOTH)
        punch(sari, MONDAY, (7, 10), (16, 1))
        take_text(cast.hr, machine, WHOLE)
        reckon()
        assert times(sari) == (7 * 60 + 10, 16 * 60 + 5)
        assert (record(sari, MONDAY).in_mark, record(sari, MONDAY).out_mark) == (Mark.LIVE, Mark.MACHINE)

    def test_a_decision_begins_on_its_day_and_ends_with_the_next(self, cast, machine, sari):
        decide(cast, Rule.MACHINE, since=TUESDAY)
        decide(cast, Rule.NYATA, since=WEDNESDAY)
        take_text(cast.hr, machine, "".join(WHOLE.replace("02-02", f"02-0{day}") for day in (2, 3, 4)))
        reckon()
        found = [record(sari, day).status for day in (MONDAY, TUESDAY, WEDNESDAY)]
        assert found == [Status.ABSENT, Status.PRESENT, Status.ABSENT]

    def test_the_decision_of_the_nearest_unit_holds(self, cast, machine, sari):
        decide(cast, Rule.MACHINE, unit=cast.health)
        decide(cast, Rule.BOTH)
        take_text(cast.hr, machine, WHOLE)
        punch(sari, MONDAY, (7, 0))
        reckon()
        assert times(sari)[0] == 7 * 60

    def test_a_person_who_moved_brings_the_rule_of_the_unit_of_the_day(self, cast, machine, sari):
        sari.placements.all().delete()
        make_placement(sari, unit=cast.roads, valid_to=MONDAY)
        make_placement(sari, unit=cast.clinic, valid_from=TUESDAY)
        decide(cast, Rule.MACHINE)
        take_text(cast.hr, machine, WHOLE + WHOLE.replace("02-02", "02-03"))
        reckon()
        assert record(sari, MONDAY).first_in is None
        assert record(sari, TUESDAY).status == Status.PRESENT

    def test_a_file_marks_the_days_it_touches_and_only_those_of_its_people(self, cast, machine, sari):
        decide(cast, Rule.BOTH)
        DayChange.objects.all().delete()
        take_text(cast.hr, machine, WHOLE + "99 2026-02-04 07:00:00\n")
        found = DayChange.objects.get()
        assert (found.person, found.first, found.last, found.why) == (sari, MONDAY, MONDAY, "machine")

    def test_a_decision_marks_the_days_of_its_unit(self, cast, sari):
        decide(cast, Rule.BOTH)
        found = DayChange.objects.get()
        assert (found.unit, found.first, found.last) == (cast.clinic, MONDAY, None)


class TestDeciding:
    @pytest.mark.parametrize(
        ("who", "changed", "code"),
        [
            ("operator", {}, Code.NOT_HR),
            ("hr", {"rule": "x"}, Code.RULE_UNKNOWN),
            ("hr", {"document_number": " "}, Code.DOCUMENT_MISSING),
            ("hr", {"valid_from": MONDAY - dt.timedelta(days=1)}, Code.BACKDATED),
            ("hr", {"rule": "nyata"}, Code.SAME_RULE),
        ],
    )
    def test_refusals(self, cast, who, changed, code):
        order = {"rule": "both", "valid_from": MONDAY, "document_number": "SE 1"} | changed
        with pytest.raises(Refused) as refused:
            decide_counting(actor=getattr(cast, who), unit=cast.clinic, at=local(MONDAY, 6), **order)
        assert refused.value.code == code

    def test_before_the_trial_nothing_can_count(self, cast):
        make_stage(cast.clinic, "pendataan", valid_from=MONDAY)
        with pytest.raises(Refused) as refused:
            decide(cast, Rule.BOTH)
        assert refused.value.code == Code.STAGE_TOO_EARLY

    def test_in_the_trial_it_can_be_decided(self, cast):
        make_stage(cast.clinic, "trial", valid_from=MONDAY)
        assert decide(cast, Rule.BOTH).rule == "both"

    def test_a_decision_is_never_changed(self, cast):
        decide(cast, Rule.BOTH)
        with pytest.raises(DatabaseError), transaction.atomic():
            CountingDecision.objects.update(rule="nyata")


class TestNumbers:
    def test_what_waited_under_a_number_joins_the_days_when_it_is_given(self, cast, machine, office):
        decide(cast, Rule.MACHINE)
        assert take_text(cast.hr, machine, WHOLE).waiting == [["17", 2]]
        reckon()
        assert record(cast.servant, MONDAY).status == Status.ABSENT
        DayChange.objects.all().delete()
        give_number(cast.hr, machine, "17", cast.servant)
        assert DayChange.objects.get().person == cast.servant
        reckon_changes(at=AFTER)
        assert record(cast.servant, MONDAY).status == Status.PRESENT
        assert record(cast.servant, MONDAY).version == 2
        assert take_text(cast.hr, machine, WHOLE).waiting == []

    def test_a_number_passes_from_one_person_to_another_on_a_day(self, cast, machine, sari):
        use = NumberUse.objects.get()
        take_away(actor=cast.hr, use=use, last=MONDAY, at=AT)
        give_number(cast.hr, machine, "17", cast.supervisor, TUESDAY)
        take_text(cast.hr, machine, WHOLE + WHOLE.replace("02-02", "02-03"))
        assert set(machine_punches([sari.pk], MONDAY, WEDNESDAY)["person"]) == {sari.pk}
        assert machine_punches([sari.pk], TUESDAY, TUESDAY).height == 0
        assert machine_punches([cast.supervisor.pk], TUESDAY, TUESDAY).height == 2

    def test_two_people_never_have_a_number_on_one_day(self, cast, machine, sari):
        for first in (BEGINNING, BEGINNING + dt.timedelta(days=9)):
            with pytest.raises(Refused) as refused:
                give_number(cast.hr, machine, "17", cast.supervisor, first)
            assert refused.value.code == Code.NUMBER_IN_USE

    def test_a_number_given_for_days_before_ends_where_the_next_begins(self, cast, machine, sari):
        use = give_number(cast.hr, machine, "17", cast.supervisor, BEGINNING - dt.timedelta(days=9))
        assert use.valid_to == BEGINNING - dt.timedelta(days=1)

    def test_a_number_given_in_error_is_taken_away_altogether_and_its_days_change(self, cast, machine, sari):
        decide(cast, Rule.MACHINE)
        take_text(cast.hr, machine, WHOLE)
        reckon()
        DayChange.objects.all().delete()
        take_away(actor=cast.hr, use=NumberUse.objects.get(), last=BEGINNING - dt.timedelta(days=1), at=AT)
        assert not NumberUse.objects.exists()
        reckon_changes(at=AFTER)
        assert record(sari, MONDAY).status == Status.ABSENT

    def test_refusals_of_taking_away(self, cast, machine, sari):
        use = NumberUse.objects.get()
        take_away(actor=cast.operator, use=use, last=MONDAY, at=AT)
        for who, last, code in (
            (cast.supervisor, MONDAY, Code.NOT_YOURS),
            (cast.hr, MONDAY, Code.USE_ENDED),
            (cast.hr, BEGINNING - dt.timedelta(days=2), Code.ENDS_BEFORE_START),
        ):
            with pytest.raises(Refused) as refused:
                take_away(actor=who, use=use, last=last, at=AT)
            assert refused.value.code == code

    def test_an_operator_gives_numbers_to_their_own_people_only(self, cast, machine):
        assert give_number(cast.operator, machine, "17", cast.servant)
        with pytest.raises(Refused) as refused:
            give_number(cast.operator, machine, "18", cast.other_supervisor)
        assert refused.value.code == Code.NOT_OF_UNIT
        with pytest.raises(Refused) as refused:
            give(actor=cast.hr, machine=machine, given=Given("1 7", cast.servant, BEGINNING), at=AT)
        assert refused.value.code == Code.NUMBER_WRONG


class TestNumbersOfAFile:
    def many(self, cast, machine, *lines, actor=None):
        content = "\n".join(("nomor;nip;mulai", *lines)).encode()
        return give_many(actor=actor or cast.hr, machine=machine, content=content, at=AT)

    def test_all_of_a_file_are_given_and_again_changes_nothing(self, cast, machine):
        lines = (f"17;{cast.servant.nip};", f"18;{cast.supervisor.nip};2026-02-03")
        assert self.many(cast, machine, *lines) == 2
        assert self.many(cast, machine, *lines) == 0
        assert NumberUse.objects.get(number__text="18").valid_from == TUESDAY

    @pytest.mark.parametrize(
        ("second", "code"),
        [
            ("18;198503122010012007;", Code.PERSON_UNKNOWN),
            ("17;{supervisor};", Code.NUMBER_TWICE),
            ("18;{supervisor};besok", Code.DAY_UNREADABLE),
            ("1*8;{supervisor};", Code.NUMBER_WRONG),
        ],
    )
    def test_a_broken_line_gives_none_and_names_its_line(self, cast, machine, second, code):
        with pytest.raises(Refused) as refused:
            self.many(cast, machine, f"16;{cast.servant.nip};", f"17;{cast.operator.nip};",
                      second.format(supervisor=cast.supervisor.nip))  # fmt: skip
        assert refused.value.code == code
        assert refused.value.sentence[0] in "34"
        assert not NumberUse.objects.exists()


class TestClocks:
    def ask(self, cast, machine, seconds=240, first=MONDAY, last=MONDAY, words="Dibandingkan jam BMKG", actor=None):
        wish = OffsetWish(first, last, seconds, words)
        return ask_offset(actor=actor or cast.operator, machine=machine, wish=wish, at=AT)

    def test_an_approved_offset_stands_beside_the_time_that_the_machine_gave(self, cast, machine, sari):
        decide(cast, Rule.MACHINE)
        take_text(cast.hr, machine, WHOLE + WHOLE.replace("02-02", "02-03"))
        offset = self.ask(cast, machine)
        DayChange.objects.all().delete()
        answer_offset(actor=cast.hr, offset=offset, granted=True, at=AT)
        assert [(one.first, one.last) for one in DayChange.objects.all()] == [(MONDAY, MONDAY)]
        reckon()
        assert times(sari) == (7 * 60 + 16, 16 * 60 + 1)
        assert times(sari, TUESDAY) == (7 * 60 + 20, 16 * 60 + 5)
        first = punches_of(sari.pk, MONDAY, MONDAY)[0]
        assert (first["given"], first["offset_seconds"], f"{first['at']:%H:%M}", first["machine"], first["line"]) == (
            "2026-02-02 07:20:00", 240, "07:16", machine.name, 1,
        )  # fmt: skip

    def test_an_offset_that_is_only_asked_or_was_not_approved_changes_nothing(self, cast, machine, sari):
        take_text(cast.hr, machine, WHOLE)
        offset = self.ask(cast, machine)
        assert punches_of(sari.pk, MONDAY, MONDAY)[0]["offset_seconds"] == 0
        answer_offset(actor=cast.hr, offset=offset, granted=False, at=AT)
        assert punches_of(sari.pk, MONDAY, MONDAY)[0]["offset_seconds"] == 0

    def test_an_offset_over_midnight_moves_the_punch_to_the_day_it_was(self, cast, machine, sari):
        take_text(cast.hr, machine, "17 2026-02-03 00:02:00\n")
        answer_offset(actor=cast.hr, offset=self.ask(cast, machine, first=TUESDAY, last=TUESDAY), granted=True, at=AT)
        assert len(punches_of(sari.pk, MONDAY, MONDAY)) == 1
        assert punches_of(sari.pk, TUESDAY, TUESDAY) == []

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"seconds": 0}, Code.OFFSET_SIZE),
            ({"seconds": 12 * 3600 + 1}, Code.OFFSET_SIZE),
            ({"last": MONDAY - dt.timedelta(days=1)}, Code.ENDS_BEFORE_START),
            ({"last": dt.date(2026, 3, 3)}, Code.OFFSET_DAYS),
            ({"words": "jam "}, Code.WORDS_MISSING),
        ],
    )
    def test_refusals_of_asking(self, cast, machine, changed, code):
        with pytest.raises(Refused) as refused:
            self.ask(cast, machine, **changed)
        assert refused.value.code == code

    def test_nobody_decides_on_their_own_and_nobody_twice(self, cast, machine, other_hr):
        own = self.ask(cast, machine, actor=cast.hr)
        for who, code in ((cast.hr, Code.NOT_ON_ONESELF), (cast.operator, Code.NOT_HR)):
            with pytest.raises(Refused) as refused:
                answer_offset(actor=who, offset=own, granted=True, at=AT)
            assert refused.value.code == code
        answer_offset(actor=other_hr, offset=own, granted=True, at=AT)
        with pytest.raises(Refused) as refused:
            answer_offset(actor=other_hr, offset=own, granted=False, at=AT)
        assert refused.value.code == Code.ANSWERED

    def test_two_offsets_never_hold_on_one_day(self, cast, machine):
        answer_offset(actor=cast.hr, offset=self.ask(cast, machine), granted=True, at=AT)
        second = self.ask(cast, machine, seconds=60)
        with pytest.raises(Refused) as refused:
            answer_offset(actor=cast.hr, offset=second, granted=True, at=AT)
        assert refused.value.code == Code.OFFSET_OVERLAPS


class TestAnyFiles(TestCase):
    """Whatever files come in whatever order, the punches are those of all of them together."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 86_399)), min_size=1, max_size=12), max_size=4)
    )
    def test_the_order_and_overlap_of_files_do_not_matter(self, files):
        with transaction.atomic():
            cast = factories.cast()
            machine = make_machine(cast.clinic, cast.hr)
            for number in (1, 2, 3):
                give_number(cast.hr, machine, str(number), cast.servant)
            added = 0
            for file in files:
                text = "".join(
                    f"{number} 2026-02-02 {clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02}\n"
                    for number, clock in file
                )
                added += take_text(cast.hr, machine, text).added
            told = {one for file in files for one in file}
            found = machine_punches([cast.servant.pk], MONDAY, MONDAY)
            assert added == len(told) == found.height
            seconds = found.select((pl.col("second") % 86_400).sort()).to_series().to_list()
            assert seconds == sorted(clock for _, clock in told)
            transaction.set_rollback(True)
