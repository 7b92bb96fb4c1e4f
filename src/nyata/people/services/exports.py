"""The register of people as a file that can be imported again, and on record who took it."""

import csv
import datetime as dt
import hashlib
import io
from typing import Any, Literal

import xlsxwriter
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, Placement
from nyata.people.refusals import Code, Refused
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.authority import below
from nyata.people.selectors.desk import PeopleFilter, find_people
from nyata.people.services.roster import guarded

# As the import reads them.
HEADINGS = ("nip", "nama", "status", "kode_unit", "jabatan", "mulai", "menit_per_minggu")
WIDTHS = (22, 40, 20, 16, 40, 12, 18)
Form = Literal["csv", "xlsx"]
MEDIA: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@transaction.atomic
def export_people(*, actor: Person, wanted: PeopleFilter, form: Form, at: dt.datetime) -> bytes:
    """The people who fit, whole NIPs, as CSV or XLSX: everybody for HR, those of their units for an operator.

    Raises Refused: not_an_officer, nobody_found.
    """
    on = timezone.localdate(at)
    found = _within(authority_of(actor, on), find_people(actor, on, wanted))
    lines = [_line(person) for person in _with_minutes(found)]
    if not lines:
        raise Refused(Code.NOBODY_FOUND)
    content = _csv(lines) if form == "csv" else _xlsx(lines)
    entry: dict[str, Any] = {
        "actor": actor.pk,
        "people": len(lines),
        "unit": wanted.unit.pk if wanted.unit else None,
        "form": form,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    ledger.append(Kind.PEOPLE_EXPORT, entry, at=at)
    return content


def _within(authority: Authority, people: QuerySet[Person]) -> QuerySet[Person]:
    """A list shows whom one may see; a file with whole NIPs holds only whom one keeps the register of."""
    if authority.is_hr:
        return people
    if not authority.operates:
        raise Refused(Code.NOT_AN_OFFICER)
    return people.filter(pk__in=Person.objects.filter(below("unit__path", authority.operates)).values("pk"))


def _with_minutes(people: QuerySet[Person]) -> QuerySet[Person, Any]:
    newest = Placement.objects.filter(person=OuterRef("pk")).order_by("-valid_from").values("weekly_minutes")[:1]
    return people.select_related("unit").annotate(minutes=Subquery(newest))


def _line(person: Any) -> list[str]:
    joined = person.joined_on.isoformat() if person.joined_on else ""
    minutes = "" if person.minutes is None else str(person.minutes)
    status = Person.Employment(person.employment).label
    return [person.nip, person.name, str(status), person.unit.code, person.job_title, joined, minutes]


def _csv(lines: list[list[str]]) -> bytes:
    """With a byte order mark and semicolons, as a spreadsheet here opens it; no text becomes a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: list[list[str]]) -> bytes:
    """Every cell as text: a NIP kept as a number would lose its last digits."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, as_text = book.add_worksheet("Pegawai"), book.add_format({"num_format": "@"})
        for place, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
            sheet.write_string(0, place, heading)
            sheet.set_column(place, place, width, as_text)
        for row, line in enumerate(lines, start=1):
            for place, cell in enumerate(line):
                sheet.write_string(row, place, cell, as_text)
        sheet.freeze_panes(1, 0)
    return file.getvalue()
