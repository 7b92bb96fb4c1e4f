"""Amounts from a file, in two steps: a dry run that names every bad line, then all of it or nothing."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nyata.allowance.models import AmountFile, AmountLine
from nyata.allowance.refusals import Code, Refused
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.refusals import Refused as PeopleRefused
from nyata.people.selectors import authority_of
from nyata.people.services import checked_files
from nyata.people.services.roster import plain, read_date
from nyata.people.services.spreadsheets import NUMBER_MARK, Row, read

KIND = "amounts"
COLUMNS = {
    "nip": ("nip", "nip/ni pppk", "nip baru", "ni pppk"),
    "job_class": ("kelas", "kelas jabatan"),
    "amount": ("besaran", "besaran tpp", "tpp", "jumlah", "rupiah"),
    "valid_from": ("mulai", "berlaku mulai", "tmt"),
    "document_number": ("nomor dokumen", "nomor sk", "nomor perbup", "dokumen"),
}
REQUIRED = ("nip", "job_class", "amount", "valid_from", "document_number")
EXAMPLE = (
    "nip;kelas;besaran;mulai;nomor_dokumen\n"
    ";7;2500000;2026-01-01;Perbup 5/2026\n"
    "198503122010012007;7;;2026-01-01;SK 821/17/BKPSDM/2026\n"
    "199104052025211009;;1750000;2026-01-01;Perbup 5/2026 Lampiran II\n"
)
MOST = 1_000_000_000  # Rupiah a month; more is a slip of the pen
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken over."""

    line: int
    code: Code
    cells: dict[str, str]


def check_file(*, actor: Person, name: str, content: bytes, at: dt.datetime) -> AmountFile:
    """The dry run: every problem, and the lines for `apply_file`. Replaces the officer's last one.

    Raises Refused: not_hr; of people: file_too_large, file_swells, file_unreadable, file_empty, columns_missing.
    """
    _require_hr(actor, at)
    rows = read(content, COLUMNS, REQUIRED)
    _, problems = check(rows)
    return checked_files.keep(
        AmountFile, actor=actor, kind=KIND, name=name, content=content, rows=rows, problems=problems, count=len(rows),
        at=at,
    )  # fmt: skip


def apply_file(*, actor: Person, draft: AmountFile, at: dt.datetime) -> int:
    """Take over every line or none; checked again, since the world may have changed. Returns how many.

    Raises Refused: not_hr, file_has_bad_rows; of people: import_gone, import_applied.
    """
    _require_hr(actor, at)
    with transaction.atomic():
        draft = AmountFile.objects.select_for_update().get(pk=draft.pk)
        lines, problems = check(checked_files.require_open(draft, actor=actor, at=at))
        if problems:
            raise Refused(Code.FILE_HAS_BAD_ROWS)
        for line in lines:
            line.entered_by, line.entered_at = actor, at
        AmountLine.objects.bulk_create(lines, batch_size=BATCH)
        checked_files.close(draft, count=len(lines), at=at)
        content = {"sha256": draft.sha256, "lines": len(lines), "actor": actor.pk}
        ledger.append(Kind.ALLOWANCE_AMOUNTS, content, at=at)
    return len(lines)


def _require_hr(actor: Person, at: dt.datetime) -> None:
    if not authority_of(actor, timezone.localdate(at)).is_hr:
        raise Refused(Code.NOT_HR)


def check(rows: list[Row]) -> tuple[list[AmountLine], list[Problem]]:
    """The lines that the rows make (unsaved, in order) and every problem. Two queries whatever the length."""
    nips = {plain(row.cells["nip"]) for row in rows}
    people = dict(Person.objects.filter(nip__in=nips).values_list("nip", "pk"))
    classes = set(AmountLine.objects.filter(person=None).values_list("job_class", flat=True))
    classes |= {_class(row.cells["job_class"]) for row in rows if not plain(row.cells["nip"])}
    seen: set[tuple[int | None, str, dt.date]] = set()
    lines: list[AmountLine] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            line = _line(row.cells, people, classes)
            key = (line.person_id, "" if line.person_id else line.job_class, line.valid_from)
            if key in seen:
                raise Refused(Code.LINE_TWICE)
        except Refused as refused:
            problems.append(Problem(row.line, refused.code, row.cells))
        else:
            seen.add(key)
            lines.append(line)
    return lines, problems


def _line(cells: dict[str, str], people: dict[str, int], classes: set[str]) -> AmountLine:
    has = [bool(plain(cells[name])) for name in ("nip", "job_class", "amount")]
    if sum(has) != 2:
        raise Refused(Code.TWO_OF_THREE)
    has_person, has_class, has_amount = has
    job_class = _class(cells["job_class"])
    if has_class and not re.fullmatch(r"[\w./ -]{1,12}", job_class):
        raise Refused(Code.CLASS_WRONG)
    if has_class and not has_amount and job_class not in classes:
        raise Refused(Code.CLASS_WITHOUT_AMOUNT)
    document = plain(cells["document_number"])
    if not document:
        raise Refused(Code.DOCUMENT_MISSING)
    return AmountLine(
        person_id=_person(cells["nip"], people) if has_person else None, job_class=job_class,
        amount=_amount(cells["amount"]) if has_amount else None, valid_from=_day(cells["valid_from"]),
        document_number=document[:80],
    )  # fmt: skip


def _class(cell: str) -> str:
    return re.sub(r"\s+", " ", plain(cell)).upper()


def _person(cell: str, people: dict[str, int]) -> int:
    # A number has at most 15 true digits; CSV made from such a cell reads like 1,98503E+17.
    if cell.startswith(NUMBER_MARK) or re.fullmatch(r"\d[.,]\d+[eE]\+?\d+", cell):
        raise Refused(Code.NIP_AS_NUMBER)
    found = people.get(plain(cell))
    if found is None:
        raise Refused(Code.PERSON_UNKNOWN)
    return found


def _amount(cell: str) -> int:
    """2500000, 2.500.000 or Rp 2.500.000,00."""
    text = re.sub(r"^Rp\.?\s*|,00$", "", plain(cell), flags=re.I)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", text, re.ASCII):
        text = text.replace(".", "")
    if not re.fullmatch(r"\d{1,10}", text, re.ASCII) or int(text) > MOST:
        raise Refused(Code.AMOUNT_WRONG)
    return int(text)


def _day(cell: str) -> dt.date:
    try:
        found = read_date(cell)
    except PeopleRefused as refused:
        raise Refused(Code.DATE_UNREADABLE) from refused
    if found is None:
        raise Refused(Code.DATE_MISSING)
    return found
