"""What a line of a roster must say to become a person."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from nyata.people import nip as nips
from nyata.people.models import Person, Placement, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.services.people import require_employment
from nyata.people.services.placing import require_weekly_minutes
from nyata.people.services.spreadsheets import NUMBER_MARK, Row

COLUMNS = {
    "nip": ("nip", "nip/ni pppk", "nip baru", "ni pppk", "nomor induk", "nip ni pppk"),
    "name": ("nama", "nama lengkap", "nama pegawai"),
    "employment": ("status", "status kepegawaian", "jenis", "jenis asn", "kedudukan", "status asn"),
    "unit": ("kode unit", "unit", "kode unor", "kode"),
    "job_title": ("jabatan", "nama jabatan"),
    "joined_on": ("mulai", "mulai bertugas", "tmt", "tanggal mulai", "tmt tugas"),
    "weekly_minutes": ("menit per minggu", "menit kerja per minggu", "menit kontrak"),
}
FORMULA_SIGNS = ("=", "+", "-", "@")
REQUIRED = ("nip", "name", "employment", "unit")
EXAMPLE = (
    "nip;nama;status;kode_unit;jabatan;mulai;menit_per_minggu\n"
    "198503122010012007;Contoh Nama, S.Kep.;PNS;DINKES-01;Perawat Terampil;2010-01-01;\n"
    "199104052025211009;Contoh Nama Lain;PPPK Paruh Waktu;DINKES-01;Operator Layanan Operasional;2025-12-29;1200\n"
)
EMPLOYMENT = {
    "pns": Person.Employment.PNS,
    "cpns": Person.Employment.CPNS,
    "pppk": Person.Employment.PPPK,
    "p3k": Person.Employment.PPPK,
    "pppk pw": Person.Employment.PPPK_PW,
    "pppk paruh waktu": Person.Employment.PPPK_PW,
    "p3k paruh waktu": Person.Employment.PPPK_PW,
    "paruh waktu": Person.Employment.PPPK_PW,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken over."""

    line: int
    code: Code
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person as a line has them, unsaved, and the contract's minutes a week of a PPPK Paruh Waktu."""

    person: Person
    weekly_minutes: int | None


def check(rows: list[Row], *, on: dt.date, demo: bool) -> tuple[list[Newcomer], list[Problem]]:
    """The people that the rows make (unsaved, in order) and every problem. Three queries whatever the length.

    A line of somebody who is registered exactly so makes nobody and is no problem: a file that was exported can be
    edited and imported again.
    """
    units = {unit.code.lower(): unit for unit in Unit.objects.all()}
    counts = Counter(nips.clean(row.cells["nip"].lstrip(NUMBER_MARK)) for row in rows)
    registered = _registered(counts)
    people: list[Newcomer] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            newcomer = _newcomer(row.cells, units, on, demo)
            if counts[newcomer.person.nip] > 1:
                raise Refused(Code.NIP_TWICE)
            known = registered.get(newcomer.person.nip)
            if known == _facts(newcomer):
                continue
            if known is not None:
                raise Refused(Code.NIP_TAKEN)
        except Refused as refused:
            problems.append(Problem(row.line, refused.code, row.cells))
        else:
            people.append(newcomer)
    return people, problems


def _registered(nips_asked: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """By NIP what a line could say of somebody who is registered; of who left nothing that a line could equal."""
    minutes = Placement.objects.filter(person=OuterRef("pk")).order_by("-valid_from").values("weekly_minutes")[:1]
    found = Person.objects.filter(nip__in=list(nips_asked)).annotate(minutes=Subquery(minutes))
    columns = ("nip", "name", "employment", "unit_id", "job_title", "joined_on", "minutes")
    rows = found.values_list(*columns, "is_active")
    return {row[0]: row[:-1] if row[-1] else () for row in rows}


def _facts(newcomer: Newcomer) -> tuple[Any, ...]:
    one = newcomer.person
    return (one.nip, one.name, one.employment, one.unit_id, one.job_title, one.joined_on, newcomer.weekly_minutes)


def _newcomer(cells: dict[str, str], units: dict[str, Unit], on: dt.date, demo: bool) -> Newcomer:
    found = _nip(cells["nip"], on, demo)
    name = re.sub(r"\s+", " ", plain(cells["name"]))
    if not name:
        raise Refused(Code.NAME_MISSING)
    if len(name) > 120:
        raise Refused(Code.NAME_TOO_LONG)
    employment = EMPLOYMENT.get(re.sub(r"[\s_-]+", " ", plain(cells["employment"])).strip().lower())
    if employment is None:
        raise Refused(Code.EMPLOYMENT_UNKNOWN)
    require_employment(found, employment)
    unit = active_unit(cells["unit"], units)
    job_title = plain(cells.get("job_title", ""))
    if len(job_title) > 120:
        raise Refused(Code.JOB_TOO_LONG)
    joined = read_date(cells.get("joined_on", ""))
    if joined and joined > on:
        raise Refused(Code.JOINED_IN_FUTURE)
    minutes = _weekly_minutes(cells.get("weekly_minutes", ""), employment)
    person = Person(nip=found.text, name=name, employment=employment, unit=unit, job_title=job_title, joined_on=joined)
    return Newcomer(person, minutes)


def _weekly_minutes(cell: str, employment: str) -> int | None:
    text = plain(cell)
    if not text:
        return None
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise Refused(Code.WEEKLY_MINUTES_WRONG)
    require_weekly_minutes(employment, int(text))
    return int(text)


def _nip(cell: str, on: dt.date, demo: bool) -> nips.Nip:
    if not plain(cell):
        raise Refused(Code.NIP_MISSING)
    # A number has at most 15 true digits; CSV made from such a cell reads like 1,98503E+17.
    if cell.startswith(NUMBER_MARK) or re.fullmatch(r"\d[.,]\d+[eE]\+?\d+", cell):
        raise Refused(Code.NIP_AS_NUMBER)
    return nips.parse(cell, on=on, demo=demo)


def plain(cell: str) -> str:
    """A cell's text, whether the spreadsheet kept it as text or as a number, without what `guarded` put before it."""
    text = cell.lstrip(NUMBER_MARK).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def guarded(cell: str) -> str:
    """A text for a CSV: a spreadsheet would take one that begins like a formula for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def active_unit(cell: str, units: dict[str, Unit]) -> Unit:
    """The unit of that code. Raises Refused: unit_unknown, unit_inactive."""
    unit = units.get(plain(cell).lower())
    if unit is None:
        raise Refused(Code.UNIT_UNKNOWN)
    if not unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    return unit


def read_date(cell: str) -> dt.date | None:
    """2026-01-19, 19/01/2026, 19-01-2026 or 19.01.2026; None where empty. Raises Refused(date_unreadable)."""
    text = plain(cell)
    if not text:
        return None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        year, month, day = found.groups()
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII):
        day, month, year = found.groups()
    else:
        raise Refused(Code.DATE_UNREADABLE)
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(Code.DATE_UNREADABLE) from None
