"""Calendars, Ramadan, shifts and patterns: who decides what, and what is refused."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from nyata.core.worktime.law import Part
from nyata.people.models import DayChange
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person, make_unit
from nyata.schedules import services
from nyata.schedules.models import Calendar, CalendarDay, PatternDay, PatternUse, Ramadan, RosterDay, ShiftHours
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors import days_off, hours_today
from nyata.schedules.services import Cycle, DayOrder, Hours, Wanted
from nyata.schedules.tests.factories import (
    make_calendar,
    make_pattern,
    make_shift,
    office_week,
    regency,
    roster,
    use,
)

DAY = dt.timedelta(days=1)
NIGHT = Part(21 * 60, 31 * 60)
MORNING = Part(7 * 60, 14 * 60)


def changes() -> list[tuple]:
    return list(DayChange.objects.order_by("pk").values_list("person", "unit", "first", "last", "why"))


@pytest.fixture
def declare(five, now, today):
    def act(actor=None, at=now, **changed):
        order = DayOrder(regency(), today + 10 * DAY, "local", "Hari jadi", "SE 1/2026")
        return services.declare_day(actor=actor or five.hr, order=replace(order, **changed), at=at)

    return act


class TestCalendars:
    def test_a_day_off_is_declared_by_hr_with_a_document(self, declare, five, today):
        made = declare()
        assert (made.off, made.source) == (True, "keputusan")
        assert changes() == [(None, None, made.day, made.day, "calendar")]
        [entry] = entries("calendar")
        assert says(entry, action="day", day=made.day.isoformat(), document="SE 1/2026", actor=five.hr.pk)
        with refused(Code.NOT_HR):
            declare(actor=five.operator)
        with refused(Code.DOCUMENT_MISSING):
            declare(document_number=" ")
        with refused(Code.NAME_MISSING):
            declare(name="")

    def test_a_day_is_made_one_of_work_again(self, declare, today):
        day = declare().day
        assert days_off([None], day, day)
        declare(kind="working", name="Hari kerja pengganti")
        assert not days_off([None], day, day)

    def test_a_holiday_may_be_declared_after_the_fact(self, declare, today):
        made = declare(day=today - 20 * DAY)
        assert changes() == [(None, None, made.day, made.day, "calendar")]

    def test_a_day_of_a_school_calendar_touches_who_uses_it(self, declare, five):
        calendar = make_calendar()
        pattern = office_week(make_shift((7, 13)))
        use(pattern, five.clinic, calendar=calendar)
        use(pattern, five.operator, calendar=calendar)
        use(pattern, five.roads)
        made = declare(calendar=calendar, kind="school")
        assert {row[:2] for row in changes()} == {(None, five.clinic.pk), (five.operator.pk, None)}
        assert {row[2:4] for row in changes()} == {(made.day, made.day)}

    def test_the_days_of_a_year_are_copied_once_and_never_over_a_decision(self, declare, five, now):
        declare(day=dt.date(2026, 8, 17), kind="working", name="Upacara")
        count = services.copy_national_days(actor=five.hr, year=2026, at=now)
        assert count > 20
        assert services.copy_national_days(actor=five.hr, year=2026, at=now) == 0
        newest = CalendarDay.objects.filter(day=dt.date(2026, 8, 17)).latest("pk")
        assert newest.name == "Upacara"
        kinds = set(CalendarDay.objects.filter(source__startswith="holidays ").values_list("kind", flat=True))
        assert kinds == {"national", "cuti_bersama"}
        assert len(entries("calendar")) == count + 1
        for actor, year, code in ((five.operator, 2026, Code.NOT_HR), (five.hr, 2028, Code.YEAR_UNKNOWN)):
            with refused(code):
                services.copy_national_days(actor=actor, year=year, at=now)

    def test_a_calendar_has_a_name_of_its_own_and_the_regency_only_one(self, five, now):
        def opened(name, actor=five.hr):
            return services.open_calendar(actor=actor, name=name, kind="school", unit=None, at=now)

        opened("Kaldik")
        with refused(Code.NAME_TAKEN):
            opened("Kaldik ")
        with refused(Code.NAME_MISSING):
            opened(" ")
        with refused(Code.NOT_HR):
            opened("Lain", five.auditor)
        with pytest.raises(IntegrityError, match="one_calendar_of_the_regency"), transaction.atomic():
            Calendar.objects.create(name="Kedua", kind="regency")


class TestRamadan:
    FIRST, LAST = dt.date(2026, 2, 19), dt.date(2026, 3, 20)

    @pytest.fixture
    def confirm(self, five, now):
        def act(actor=None, **changed):
            given = {"hijri_year": 1447, "first": self.FIRST, "last": self.LAST, "document_number": "SKB 1"}
            return services.confirm_ramadan(actor=actor or five.hr, at=now, **given | changed)

        return act

    def test_an_officer_confirms_and_corrects_it_with_a_document(self, confirm, five):
        confirm()
        confirm(first=self.FIRST - DAY, last=self.LAST - DAY)
        assert changes() == [
            (None, None, self.FIRST, self.LAST, "ramadan"),
            (None, None, self.FIRST - DAY, self.LAST, "ramadan"),
        ]
        assert says(entries("ramadan")[0], year=1447, document="SKB 1", actor=five.hr.pk)
        assert Ramadan.objects.count() == 2

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"document_number": ""}, Code.DOCUMENT_MISSING),
            ({"last": LAST - 2 * DAY}, Code.RAMADAN_LENGTH),
            ({"last": LAST + DAY}, Code.RAMADAN_LENGTH),
            ({"first": FIRST + 4 * DAY, "last": LAST + 4 * DAY}, Code.RAMADAN_FAR),
            ({"hijri_year": 1448}, Code.RAMADAN_FAR),
            ({"hijri_year": 1400}, Code.YEAR_UNKNOWN),
        ],
    )
    def test_what_cannot_be_is_refused(self, changed, code, confirm):
        with refused(code):
            confirm(**changed)

    def test_29_days_are_a_month_too_and_only_hr_confirms(self, confirm, five):
        assert confirm(last=self.LAST - DAY)
        with refused(Code.NOT_HR):
            confirm(actor=five.executive)


class TestShifts:
    @pytest.fixture
    def define(self, five, now, today):
        def act(*parts, actor=None, code="P", name="Pagi", unit=None, **hours):
            given = Hours(today, parts=parts, **hours)
            return services.define_shift(actor=actor or five.hr, code=code, name=name, unit=unit, hours=given, at=now)

        return act

    def test_hr_defines_shifts_for_all_or_for_a_unit(self, define, five):
        shift = define(MORNING, code=" p ")
        assert (shift.code, shift.hours.get().parts) == ("P", [[420, 840, 0, 0]])
        assert define(MORNING, unit=five.clinic)
        with refused(Code.CODE_TAKEN):
            define(NIGHT)
        with refused(Code.NOT_HR):
            define(MORNING, actor=five.operator, code="X")
        assert says(entries("shift")[0], action="defined", code="P")

    @pytest.mark.parametrize("code", ["", "TERLALU", "P 1", "L", "libur", "POLA"])
    def test_a_code_is_short_and_never_that_of_a_day_of_rest(self, code, define):
        with refused(Code.CODE_WRONG):
            define(MORNING, code=code)

    @pytest.mark.parametrize(
        "parts",
        [
            (Part(600, 600),),
            (Part(600, 540),),
            (Part(1440, 1500),),
            (Part(0, 1441),),
            (Part(480, 720), Part(700, 800)),
            (Part(480, 720, 400, 500),),
            (Part(480, 720, 480, 720),),
            (Part(480, 720, 700, 800),),
            tuple(Part(at * 60, at * 60 + 30) for at in range(5)),
        ],
    )
    def test_hours_that_cannot_be_are_refused(self, parts, define):
        with refused(Code.PARTS_WRONG):
            define(*parts)
        with refused(Code.PARTS_WRONG):
            define(MORNING, ramadan_parts=parts)

    @pytest.mark.parametrize(
        "parts",
        [(NIGHT,), (Part(0, 1440),), (Part(480, 720), Part(960, 1200)), (Part(450, 960, 720, 780),)],
    )
    def test_hours_of_every_sort_are_taken(self, parts, define):
        assert define(*parts)

    def test_a_shift_has_the_hours_of_the_law_or_its_own_or_none(self, define):
        assert define(standard="five_day")
        assert define(code="O", on_call=True)
        with refused(Code.PARTS_MISSING):
            define(code="A")
        with refused(Code.PARTS_BESIDE_STANDARD):
            define(MORNING, code="B", standard="five_day")
        with refused(Code.PARTS_BESIDE_STANDARD):
            define(MORNING, code="C", on_call=True)
        for slack in (-1, 241):
            with refused(Code.SLACK_WRONG):
                define(MORNING, code="D", slack=slack)
        with refused(Code.NAME_MISSING):
            define(MORNING, code="E", name="")

    def test_other_hours_hold_from_their_day_by_a_document(self, define, five, now, today):
        shift = define(MORNING)
        DayChange.objects.all().delete()

        def change(**changed):
            hours = replace(Hours(today + DAY, parts=(NIGHT,), document_number="SK 2"), **changed)
            return services.change_hours(actor=five.hr, shift=shift, hours=hours, at=now)

        with refused(Code.DOCUMENT_MISSING):
            change(document_number="")
        with refused(Code.TOO_FAR):
            change(valid_from=today + 400 * DAY)
        with refused(Code.NOT_HR):
            services.change_hours(actor=five.operator, shift=shift, hours=Hours(today), at=now)
        change()
        assert changes() == [(None, None, today + DAY, None, "shift")]
        assert shift.hours.count() == 2


class TestPatterns:
    @pytest.fixture
    def define(self, five, now, today):
        def act(*shifts, actor=None, unit=None, name="Pola baru"):
            return services.define_pattern(actor=actor or five.hr, cycle=Cycle(name, unit, today, shifts, True), at=now)

        return act

    @pytest.fixture
    def follow(self, five, now, today):
        def act(who, pattern=None, actor=None, first=today, **more):
            wanted = Wanted(pattern or office_week(make_shift((7, 14))), who, first, **more)
            return services.use_pattern(actor=actor or five.hr, wanted=wanted, at=now)

        return act

    def test_operators_and_supervisors_define_patterns_for_their_units_only(self, define, five):
        shift = make_shift((7, 14))
        assert define(shift, None, actor=five.operator, unit=five.clinic)
        assert define(shift, actor=five.supervisor, unit=five.clinic, name="Lain")
        for actor, unit in ((five.operator, None), (five.supervisor, five.health), (five.other_supervisor, five.clinic),
                            (five.servant, five.clinic), (five.auditor, five.clinic)):  # fmt: skip
            with refused(Code.NOT_YOURS):
                define(shift, actor=actor, unit=unit, name="Ketiga")

    def test_a_pattern_has_days_of_work_of_shifts_that_its_unit_may_use(self, define, five):
        shift, theirs = make_shift((7, 14)), make_shift((7, 14), unit=five.roads)
        assert define(*[shift] * 56)
        for shifts, code in (((), Code.CYCLE_LENGTH), ([shift] * 57, Code.CYCLE_LENGTH), ([None] * 7, Code.CYCLE_EMPTY),
                             ([shift, theirs], Code.SHIFT_OF_OTHERS)):  # fmt: skip
            with refused(code):
                define(*shifts, unit=five.clinic, name="Lain")
        with refused(Code.NAME_TAKEN):
            define(shift)
        with refused(Code.NAME_MISSING):
            define(shift, name=" ")

    def test_a_night_that_runs_into_the_next_morning_is_no_pattern(self, define):
        early, night = make_shift((6, 13)), make_shift((21, 31))
        with refused(Code.SHIFTS_OVERLAP):
            define(night, early)
        with refused(Code.SHIFTS_OVERLAP):
            define(early, None, night)
        assert define(early, night, None)

    def test_a_new_pattern_ends_the_one_before_and_lets_it_go_on_afterwards(self, follow, five, today):
        former = follow(five.clinic)
        during = follow(five.clinic, first=today + 5 * DAY, last=today + 9 * DAY)
        rows = PatternUse.objects.order_by("valid_from").values_list("pattern", "valid_from", "valid_to")
        assert list(rows) == [
            (former.pattern_id, today, today + 4 * DAY),
            (during.pattern_id, today + 5 * DAY, today + 9 * DAY),
            (former.pattern_id, today + 10 * DAY, None),
        ]
        assert changes()[-1] == (None, five.clinic.pk, today + 5 * DAY, today + 9 * DAY, "pattern")
        with refused(Code.USE_LATER):
            follow(five.clinic, first=today + DAY)

    def test_a_second_pattern_from_the_same_day_takes_the_place_of_the_first(self, follow, five):
        follow(five.servant)
        again = follow(five.servant)
        assert PatternUse.objects.get() == again

    def test_who_may_let_whom_follow_what_and_when(self, follow, five, today):
        theirs = make_pattern(make_shift((7, 14)), unit=five.roads)
        assert follow(five.servant, actor=five.operator)
        assert follow(five.clinic, actor=five.supervisor)
        assert follow(five.servant, first=today - 40 * DAY, last=today - DAY)
        for changed, code in (
            ({"who": five.operator, "actor": five.operator}, Code.YOURSELF),
            ({"who": five.hr}, Code.YOURSELF),
            ({"who": five.servant, "actor": five.other_supervisor}, Code.NOT_YOURS),
            ({"who": five.health, "actor": five.supervisor}, Code.NOT_YOURS),
            ({"who": five.servant, "actor": five.auditor}, Code.NOT_YOURS),
            ({"who": five.servant, "actor": five.operator, "first": today - DAY}, Code.PAST_IS_HRS),
            ({"who": five.servant, "first": today + 367 * DAY}, Code.TOO_FAR),
            ({"who": five.servant, "last": today - DAY}, Code.ENDS_BEFORE_START),
            ({"who": five.servant, "pattern": theirs}, Code.PATTERN_OF_OTHERS),
        ):
            with refused(code):
                follow(**changed)

    def test_the_last_night_of_one_pattern_may_not_run_into_the_first_morning_of_the_next(self, follow, five, today):
        follow(five.servant, pattern=make_pattern(make_shift((21, 31)), anchor=today))
        with refused(Code.SHIFTS_OVERLAP):
            follow(five.servant, pattern=make_pattern(make_shift((6, 13)), anchor=today), first=today + 3 * DAY)
        assert PatternUse.objects.get().valid_to is None

    def test_a_use_ends_and_what_stands_above_holds_again(self, follow, five, now, today):
        follow(five.clinic)
        own = follow(five.servant, pattern=make_pattern(make_shift((9, 12)), anchor=today), first=today - 3 * DAY)
        services.end_use(actor=five.hr, use=own, last=today - DAY, at=now)
        assert hours_today(five.servant.pk, today)[0].start.hour == 7
        assert changes()[-1] == (five.servant.pk, None, today, None, "pattern")
        with refused(Code.USE_ENDED):
            services.end_use(actor=five.hr, use=own, last=today - DAY, at=now)

    def test_a_use_that_has_not_begun_is_taken_back(self, follow, five, now, today):
        coming = follow(five.servant, first=today + 5 * DAY)
        with refused(Code.NOT_YOURS):
            services.end_use(actor=five.other_supervisor, use=coming, last=today, at=now)
        with refused(Code.PAST_IS_HRS):
            services.end_use(actor=five.operator, use=coming, last=today - 2 * DAY, at=now)
        assert services.end_use(actor=five.operator, use=coming, last=today, at=now) is None
        assert not PatternUse.objects.exists()

    def test_two_uses_of_one_never_overlap_in_the_database(self, five, today):
        pattern = make_pattern(make_shift((7, 14)))
        for who in (five.servant, five.clinic):
            use(pattern, who, valid_to=today)
            with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
                use(pattern, who, valid_from=today)
            use(pattern, who, valid_from=today + DAY)
        use(pattern, make_unit(), valid_to=today)
        use(pattern, make_person(), valid_to=today)


def test_decisions_stay_as_they_were_made(five, today):
    shift = make_shift((7, 14))
    make_pattern(shift)
    roster(five.servant, today, shift)
    for model in (ShiftHours, PatternDay, RosterDay):
        for act in (lambda found: found.update(id=0), lambda found: found.delete()):
            with pytest.raises(IntegrityError, match="insert-only"), transaction.atomic():
                act(model.objects.all())


def test_every_code_has_a_sentence_that_says_what_to_do():
    assert {code for code in Code if not code.sentence.endswith(".")} == set()
    assert Refused(Code.NOT_HR).sentence == Code.NOT_HR.sentence
