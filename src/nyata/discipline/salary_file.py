"""Salaries that ten days in a row concern, as rows: one shape for the page and the file."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable
from typing import IO, Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nyata.discipline.models import Step
from nyata.discipline.selectors.findings import Shown
from nyata.discipline.selectors.ways import newest, stops_from

Kind = Step.Kind
# A spreadsheet would take such a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """A title and where its value comes from. `in_file`: only there (a NIP is masked on pages)."""

    title: Promise
    value: Callable[[Shown], Any]


def _document(kind: Kind) -> Callable[[Shown], str]:
    def value(one: Shown) -> str:
        step = newest(one.finding, kind)
        return f"{step.document_number} ({step.on.isoformat()})" if step else ""

    return value


def _month(kind: Kind) -> Callable[[Shown], str]:
    def value(one: Shown) -> str:
        step = newest(one.finding, kind)
        return f"{step.month:%Y-%m}" if step and step.month else ""

    return value


def _by_law(one: Shown) -> str:
    month: dt.date | None = stops_from(one.finding)
    return f"{month:%Y-%m}" if month else ""


def _state(one: Shown) -> str:
    found = one.finding
    if newest(found, Kind.SALARY_RESTORED):
        return _("dibayar kembali")
    if newest(found, Kind.SALARY_STOPPED):
        return _("dihentikan; hari-harinya kini ada keterangan") if one.is_withdrawn else _("dihentikan")
    if one.is_withdrawn:
        return _("usulan ditarik")
    if newest(found, Kind.SALARY_VERIFIED):
        return _("sudah diperiksa BKPSDM")
    return _("sudah diberitahukan") if newest(found, Kind.SALARY_NOTIFIED) else _("belum ada langkah")


COLUMNS = (
    Column(gettext_lazy("Nama"), lambda one: one.finding.person.name),
    Column(gettext_lazy("Unit kerja"), lambda one: one.finding.person.unit.name),
    Column(gettext_lazy("Hari pertama"), lambda one: one.finding.days[0].isoformat()),
    Column(gettext_lazy("Hari kesepuluh"), lambda one: one.finding.days[one.finding.from_days - 1].isoformat()),
    Column(gettext_lazy("Hari kerja kini"), lambda one: len(one.days)),
    Column(gettext_lazy("Berhenti mulai (Ps 15)"), _by_law),
    Column(gettext_lazy("Diberitahukan"), _document(Kind.SALARY_NOTIFIED)),
    Column(gettext_lazy("Diperiksa"), _document(Kind.SALARY_VERIFIED)),
    Column(gettext_lazy("Ditetapkan KPA"), _document(Kind.SALARY_STOPPED)),
    Column(gettext_lazy("Berhenti mulai"), _month(Kind.SALARY_STOPPED)),
    Column(gettext_lazy("Dibayar kembali"), _document(Kind.SALARY_RESTORED)),
    Column(gettext_lazy("Dibayar mulai"), _month(Kind.SALARY_RESTORED)),
    Column(gettext_lazy("Keadaan"), _state),
)


def rows(found: Iterable[Shown]) -> list[list[Any]]:
    """The values of each, in the order of COLUMNS."""
    return [[column.value(one) for column in COLUMNS] for one in found]


def write(found: Iterable[Shown], to: IO[Any] | Any) -> None:
    """CSV with the NIP as its first column; UTF-8 with a byte order mark, which spreadsheets need."""
    to.write("\ufeff")
    paper = csv.writer(to)
    paper.writerow(["NIP", *(str(column.title) for column in COLUMNS)])
    kept = list(found)
    for one, values in zip(kept, rows(kept), strict=True):
        paper.writerow([_plain(value) for value in (one.finding.person.nip, *values)])


def _plain(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
