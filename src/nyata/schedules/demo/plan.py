"""The schedules of the demo: which hours exist, in which cycles, and who follows which. All invented.

OKI's six-day hours, rosters and contracts are not published; the weeks below add up to 37 h 30 min, in Ramadan to
32 h 30 min, as Perpres 21/2023 Ps 4 asks for.
"""

import datetime as dt
from dataclasses import dataclass

from nyata.people.models import Unit

Kind = Unit.Kind


@dataclass(frozen=True, slots=True)
class ShiftPlan:
    """One shift; parts in minutes from midnight (start, end, rest from, rest to)."""

    code: str
    name: str
    parts: tuple[tuple[int, int, int, int], ...] = ()
    ramadan: tuple[tuple[int, int, int, int], ...] | None = None
    standard: str = ""
    slack: int = 0
    on_call: bool = False


def at(clock: str) -> int:
    """ "07.30" -> 450; "31.00" is 7 o'clock of the next day."""
    hours, minutes = clock.split(".")
    return int(hours) * 60 + int(minutes)


def part(start: str, end: str, rest_from: str = "00.00", rest_to: str = "00.00") -> tuple[int, int, int, int]:
    return at(start), at(end), at(rest_from), at(rest_to)


SIX_DAYS_OF_RAMADAN = (part("08.00", "13.25"),)
SHIFTS = (
    ShiftPlan("K5", "Kantor lima hari", standard="five_day"),
    ShiftPlan("F5", "Kantor lima hari, jam masuk luwes", standard="five_day", slack=60),
    ShiftPlan("SEK", "Sekolah enam hari", (part("07.00", "13.45", "10.00", "10.30"),), SIX_DAYS_OF_RAMADAN),
    ShiftPlan("PKM", "Puskesmas enam hari", (part("07.30", "14.15", "12.00", "12.30"),), SIX_DAYS_OF_RAMADAN),
    ShiftPlan("PSR", "Pasar pagi dan sore", (part("06.00", "10.00"), part("16.00", "19.30"))),
    ShiftPlan("P", "Pagi", (part("07.00", "14.00"),)),
    ShiftPlan("S", "Siang", (part("14.00", "21.00"),)),
    ShiftPlan("M", "Malam", (part("21.00", "31.00"),)),
    ShiftPlan("SG", "Siaga di rumah", on_call=True),
)
REST = ""
# Name: (shift of each day from a Monday on, whether days off free from it)
PATTERNS = {
    "Kantor lima hari": (("K5",) * 5 + (REST,) * 2, True),
    "Kantor lima hari, jam masuk luwes": (("F5",) * 5 + (REST,) * 2, True),
    "Sekolah enam hari": (("SEK",) * 6 + (REST,), True),
    "Puskesmas enam hari": (("PKM",) * 6 + (REST,), True),
    "Pasar pagi dan sore": (("PSR",) * 5 + (REST,) * 2, True),
}
# Four teams go round the clock in eight days: each begins two days after the one before.
TEAM_CYCLE = ("P", "P", "S", "S", "M", "M", REST, REST)
TEAMS = ("Regu A", "Regu B", "Regu C", "Regu D")
OFFICE, FLEXIBLE, MARKET = "Kantor lima hari", "Kantor lima hari, jam masuk luwes", "Pasar pagi dan sore"
OF_KIND = {Kind.SCHOOL.value: "Sekolah enam hari", Kind.HEALTH_CENTRE.value: "Puskesmas enam hari"}
OF_CODE = {"KOMINFO": FLEXIBLE, "DISDAG-PASAR": MARKET}
ROUND_THE_CLOCK = ("RSUD-02", "RSUD-03")
SCHOOL_CALENDAR = "Kalender Sekolah"
SCHOOL_DOCUMENT, LOCAL_DOCUMENT = "Kaldik Peragaan", "SE Peragaan 10"
RAMADAN = {
    1446: (dt.date(2025, 3, 1), dt.date(2025, 3, 30)),
    1447: (dt.date(2026, 2, 19), dt.date(2026, 3, 20)),
}


def school_holidays(year: int) -> list[tuple[dt.date, dt.date, str]]:
    """The breaks of a school year that begin in that year: first, last, name."""
    return [
        (dt.date(year, 6, 22), dt.date(year, 7, 11), "Libur akhir tahun pelajaran"),
        (dt.date(year, 12, 21), dt.date(year + 1, 1, 2), "Libur akhir semester"),
    ]
