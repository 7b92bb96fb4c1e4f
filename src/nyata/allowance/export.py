"""A month's allowance as a file: people with what they get, and every step. An example says so on every row."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from nyata.allowance.selectors.months import Line, totals
from nyata.allowance.words import EXAMPLE_MARK, pay_title, told

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
A4 = 9
# A spreadsheet would take such a text for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the rows."""

    opd: str
    period: str
    rules: str
    is_example: bool

    @property
    def mark(self) -> str:
        """What every row of an example says; empty where it counts."""
        return f"{self.rules}: {EXAMPLE_MARK}" if self.is_example else ""


def write(form: str, lines: Sequence[Line], to: BinaryIO, heading: Heading) -> None:
    """Write the lines in one of MEDIA. Raises KeyError for another form."""
    {"xlsx": _write_xlsx, "csv": _write_csv}[form](lines, to, heading)


def _people_head(heading: Heading) -> list[str]:
    return [_("OPD"), _("Unit kerja"), _("NIP"), _("Nama"), _("Jabatan"), _("Status"), _("Kelas"), _("Besaran"),
            _("Potongan sebulan"), pay_title(heading.is_example), _("Keterangan")]  # fmt: skip


def _people(lines: Sequence[Line], heading: Heading) -> Iterator[list[Any]]:
    for line in lines:
        who, found = line.who, line.found
        sums = [found.amount, found.deduction, found.pay] if found else [None, None, None]
        note = heading.mark if found else "; ".join(filter(None, [_("belum ada besaran"), heading.mark]))
        yield [who.opd_name, who.unit, who.nip, who.name, who.job_title, who.employment, line.job_class, *sums, note]


def _steps_head() -> list[str]:
    return [_("NIP"), _("Nama"), _("Langkah"), _("Hitungan"), _("Sebelum"), _("Potongan"), _("Sesudah"), _("Hari"),
            _("Sumber"), _("Keterangan")]  # fmt: skip


def _steps(lines: Sequence[Line], heading: Heading) -> Iterator[list[Any]]:
    for line in lines:
        for one in told(line.found) if line.found else ():
            days = ", ".join(day.isoformat() for day in one.step.days)
            yield [line.who.nip, line.who.name, one.title, one.working, one.step.before, one.step.deduction,
                   one.step.after, days, one.step.source, heading.mark]  # fmt: skip


def _write_csv(lines: Sequence[Line], to: BinaryIO, heading: Heading) -> None:
    """UTF-8 with a byte order mark, which spreadsheets need. Every step a row of its own, with its person's sums."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*_people_head(heading), *_steps_head()[2:-1]])
    for line in lines:
        (person,) = _people([line], heading)
        for step in list(_steps([line], heading)) or [[None] * len(_steps_head())]:
            writer.writerow([_safe(cell) for cell in [*person, *step[2:-1]]])
    to.write(("\ufeff" + text.getvalue()).encode())


def _safe(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    words = "" if cell is None else str(cell)
    return f"'{words}" if isinstance(cell, str) and words.startswith(FORMULA) else words


def _write_xlsx(lines: Sequence[Line], to: BinaryIO, heading: Heading) -> None:
    with xlsxwriter.Workbook(to, {"constant_memory": True, "strings_to_formulas": False}) as book:
        styles = _Styles(book)
        sheet = book.add_worksheet(_("TPP"))
        row = _frame(sheet, styles, heading, _people_head(heading), (26, 26, 20, 28, 22, 9, 7, 14, 14, 14, 36))
        row = _rows(sheet, styles, row, _people(lines, heading))
        sums = totals(lines)
        sheet.write_string(row, 0, _("Jumlah"), styles.total)
        for at, value in zip((7, 8, 9), (sums.amount, sums.deduction, sums.pay), strict=True):
            sheet.write_number(row, at, value, styles.total)
        steps = book.add_worksheet(_("Langkah"))
        row = _frame(steps, styles, heading, _steps_head(), (20, 28, 30, 44, 14, 14, 14, 30, 50, 36))
        _rows(steps, styles, row, _steps(lines, heading))


class _Styles:
    """The formats of the book."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.mark = book.add_format({"bold": True, "font_color": "#875200"})
        self.head = book.add_format({"bold": True, "bg_color": "#0B5C5F", "font_color": "#FFFFFF", "text_wrap": True})
        self.rupiah = book.add_format({"num_format": "#,##0.######"})
        self.total = book.add_format({"bold": True, "num_format": "#,##0", "top": 2})


def _frame(sheet: Any, styles: _Styles, heading: Heading, head: Sequence[str], widths: Sequence[float]) -> int:
    """Title, period, mark, headings; returns the first row below."""
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + heading.mark + "&R&P / &N")
    sheet.freeze_panes(5, 0)
    sheet.write_string(0, 0, _("Perhitungan TPP") + f": {heading.opd}", styles.title)
    sheet.write_string(1, 0, heading.period)
    sheet.write_string(2, 0, heading.mark or heading.rules, styles.mark)
    for at, words in enumerate(head):
        sheet.write_string(4, at, words, styles.head)
    return 5


def _rows(sheet: Any, styles: _Styles, row: int, rows: Iterator[list[Any]]) -> int:
    for cells in rows:
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, at, cell)
            elif cell is not None:
                sheet.write_number(row, at, float(cell), styles.rupiah)
        row += 1
    return row
