"""What the lines of a roster or of a list of days off must say."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nyata.people.models import Person
from nyata.people.nip import clean
from nyata.people.refusals import Refused as PeopleRefused
from nyata.people.selectors import Authority
from nyata.people.services.baseline import read_month
from nyata.people.services.roster import plain, read_date
from nyata.people.services.spreadsheets import Row
from nyata.schedules.models import Calendar, CalendarDay
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors.calendars import regency_calendar
from nyata.schedules.selectors.codes import PATTERN_CODE, REST_CODES, ShiftCodes, all_codes
from nyata.schedules.services.calendars import DayOrder
from nyata.schedules.services.guards import require_day, require_person
from nyata.schedules.services.rosters import Wish

ROSTER_COLUMNS = {
    "nip": ("nip", "nip ni pppk", "nip baru"),
    "day": ("tanggal", "tgl", "hari"),
    "shift": ("dinas", "shift", "kode dinas", "kode"),
    "month": ("bulan",),
    **{f"d{number}": (str(number), f"{number:02d}", f"tgl {number}") for number in range(1, 32)},
}
HOLIDAY_COLUMNS = {
    "day": ("tanggal", "tgl", "hari"),
    "name": ("nama", "nama hari", "keterangan"),
    "kind": ("jenis", "jenis hari"),
    "document": ("nomor dokumen", "dokumen", "nomor sk", "sk"),
    "calendar": ("kalender",),
}
ROSTER_EXAMPLE = (
    "nip;bulan;1;2;3;4;5;6;7\n198503122010012007;2026-02;P;P;S;S;M;L;L\n199104052025211009;2026-02;M;L;L;P;P;POLA;\n"
)
HOLIDAY_EXAMPLE = (
    "tanggal;nama;jenis;nomor_dokumen;kalender\n"
    "2026-10-11;Hari jadi kabupaten;libur setempat;SE 100/2026;\n"
    "2026-12-19;Libur semester;libur sekolah;Kaldik 2026;Kalender Sekolah\n"
)
KINDS = {
    "libur nasional": CalendarDay.Kind.NATIONAL,
    "cuti bersama": CalendarDay.Kind.COLLECTIVE,
    "libur setempat": CalendarDay.Kind.LOCAL,
    "libur sekolah": CalendarDay.Kind.SCHOOL,
    "hari kerja": CalendarDay.Kind.WORKING,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken over."""

    line: int
    code: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What the lines make, each with the number of its line, and every problem."""

    made: list[tuple[int, Any]]
    problems: list[Problem]


def read_roster(rows: list[Row], *, authority: Authority, today: dt.date) -> Found:
    """The wishes of a roster, one day a line or one month a line. Two queries whatever the length."""
    people = _people(rows)
    shifts = all_codes()
    made: list[tuple[int, Any]] = []
    problems: list[Problem] = []
    seen: set[tuple[int, dt.date]] = set()
    for row in rows:
        try:
            wishes = _wishes(row.cells, people, shifts)
            for wish in wishes:
                _require(wish, authority, today, seen)
        except (Refused, PeopleRefused) as refused:
            problems.append(Problem(row.line, refused.code.value, row.cells))
        else:
            seen |= {(wish.person.pk, wish.day) for wish in wishes}
            made += [(row.line, wish) for wish in wishes]
    return Found(made, problems)


def _people(rows: Iterable[Row]) -> Mapping[str, Person]:
    nips = {clean(plain(row.cells.get("nip", ""))) for row in rows}
    return {one.nip: one for one in Person.objects.filter(nip__in=nips, is_active=True).select_related("unit")}


def _require(wish: Wish, authority: Authority, today: dt.date, seen: set[tuple[int, dt.date]]) -> None:
    require_person(authority, wish.person)
    require_day(authority, wish.day, today)
    if (wish.person.pk, wish.day) in seen:
        raise Refused(Code.DAY_TWICE)


def _wishes(cells: dict[str, str], people: Mapping[str, Person], shifts: ShiftCodes) -> list[Wish]:
    person = people.get(clean(plain(cells.get("nip", ""))))
    if person is None:
        raise Refused(Code.NIP_UNKNOWN)
    found = [(day, code) for day, code in _days(cells) if code]
    if not found:
        raise Refused(Code.ROW_INCOMPLETE)
    return [wish_of(person, day, code, shifts) for day, code in found]


def wish_of(person: Person, day: dt.date, code: str, shifts: ShiftCodes) -> Wish:
    """What a code (upper case) asks for on a day. Raises Refused(shift_unknown)."""
    if code == PATTERN_CODE:
        return Wish(person, day, by_pattern=True)
    if code in REST_CODES:
        return Wish(person, day)
    shift = shifts.find(code, person.unit)
    if shift is None:
        raise Refused(Code.SHIFT_UNKNOWN)
    return Wish(person, day, shift)


def _days(cells: dict[str, str]) -> Iterable[tuple[dt.date, str]]:
    """The days of a line with the code of each, upper case; empty where the file leaves one open."""
    if plain(cells.get("month", "")):
        try:
            first = read_month(cells["month"])
        except PeopleRefused:
            raise Refused(Code.DAY_UNREADABLE) from None
        for number in range(1, 32):
            code = plain(cells.get(f"d{number}", "")).upper()
            if code:
                yield _day_of(first, number), code
        return
    yield _day(cells.get("day", "")), plain(cells.get("shift", "")).upper()


def _day_of(first: dt.date, number: int) -> dt.date:
    try:
        return first.replace(day=number)
    except ValueError:
        raise Refused(Code.DAY_UNREADABLE) from None


def _day(cell: str) -> dt.date:
    try:
        day = read_date(cell)
    except PeopleRefused:
        raise Refused(Code.DAY_UNREADABLE) from None
    if day is None:
        raise Refused(Code.ROW_INCOMPLETE)
    return day


def read_holidays(rows: list[Row]) -> Found:
    """The decisions of a list of days. Two queries whatever the length."""
    calendars = {one.name.lower(): one for one in Calendar.objects.all()}
    regency = regency_calendar()
    made: list[tuple[int, Any]] = []
    problems: list[Problem] = []
    seen: set[tuple[int, dt.date]] = set()
    for row in rows:
        try:
            order = _order(row.cells, calendars, regency)
            if (order.calendar.pk, order.day) in seen:
                raise Refused(Code.DAY_TWICE)
        except Refused as refused:
            problems.append(Problem(row.line, refused.code.value, row.cells))
        else:
            seen.add((order.calendar.pk, order.day))
            made.append((row.line, order))
    return Found(made, problems)


def _order(cells: dict[str, str], calendars: Mapping[str, Calendar], regency: Calendar) -> DayOrder:
    kind = KINDS.get(re.sub(r"[\s_-]+", " ", plain(cells.get("kind", ""))).lower())
    if kind is None:
        raise Refused(Code.KIND_UNKNOWN)
    name, document = plain(cells.get("name", "")), plain(cells.get("document", ""))
    if not name:
        raise Refused(Code.NAME_MISSING)
    if not document:
        raise Refused(Code.DOCUMENT_MISSING)
    wanted = plain(cells.get("calendar", "")).lower()
    calendar = calendars.get(wanted) if wanted else regency
    if calendar is None:
        raise Refused(Code.CALENDAR_UNKNOWN)
    return DayOrder(calendar, _day(cells.get("day", "")), kind, name[:120], document[:80])
