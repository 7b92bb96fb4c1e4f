"""The recap as an XLSX in its usual shape: people by days with codes and sums, sums by OPD, and what the codes mean."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import xlsxwriter
from django.utils.translation import gettext as _

from nyata.attendance.codes import LEGEND, tone_of
from nyata.attendance.columns import DAYS, SUMS, Column
from nyata.attendance.exports.shape import HOUR, day_name, rows, switched_off
from nyata.attendance.exports.sheet import Cells, scratch, with_rows
from nyata.attendance.period import period_words
from nyata.attendance.selectors.recap import Recap

SHEET = "xl/worksheets/sheet1.xml"
HEAD_ROWS = 6  # title, OPD, period, what is switched off, two rows of headings
A4 = 9
# Two letters of each day's name, from Monday.
_DAY_LETTERS = ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg")
_GREY, _RED, _AMBER, _BLUE, _TEAL = "#ECEFEF", "#F9D9D6", "#FCEBC8", "#DCE8F7", "#0B5C5F"
_DARK_RED = "#8A1C12"


def write_xlsx(recap: Recap, columns: Sequence[Column], to: BinaryIO, *, title: str, opd: str = "") -> None:
    """Write the book. `opd`: the name of the one OPD; empty for all, whose name then is the first column."""
    found = rows(recap, columns)
    if opd:
        found = found.drop("opd_name")
    with scratch() as folder:
        path = Path(folder) / "book.xlsx"
        with xlsxwriter.Workbook(path) as book:
            styles = _Styles(book)
            sheet = book.add_worksheet(_("Rekap"))
            _frame(sheet, recap, columns, styles, title=title, opd=opd)
            _totals(sheet, recap, columns, found, styles, with_opd=not opd)
            if not opd:
                _by_opd(book.add_worksheet(_("Per OPD")), recap, styles)
            _legend(book.add_worksheet(_("Keterangan")), recap, styles)
        with_rows(path, SHEET, HEAD_ROWS + 1, found, _cells(found, columns, recap, styles), to)


class _Styles:
    """The formats of the book; the rows name them by their index."""

    def __init__(self, book: Any) -> None:
        line = {"border": 1, "border_color": "#CFD8D8", "valign": "vcenter", "font_size": 9}
        middle = line | {"align": "center"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.subtitle = book.add_format({"bold": True, "font_size": 11})
        self.warning = book.add_format({"bold": True, "font_size": 9, "font_color": _DARK_RED})
        self.head = book.add_format(
            middle | {"bold": True, "text_wrap": True, "bg_color": _TEAL, "font_color": "#FFFFFF"}
        )
        self.text = book.add_format(line)
        self.number = book.add_format(middle | {"num_format": "0"})
        self.hours = book.add_format(middle | {"num_format": "#,##0.00"})
        self.total = book.add_format(middle | {"bold": True, "num_format": "#,##0.##", "top": 2})
        self.day = book.add_format(middle)
        self.by_tone = {
            tone: book.add_format(middle | {"bg_color": colour})
            for tone, colour in (("free", _GREY), ("absent", _RED), ("late", _AMBER), ("leave", _BLUE))
        }

    def of_code(self, code: str) -> int:
        """The format of a day's code: colour says again what the code says."""
        tone = tone_of(code)
        return int((self.by_tone[tone] if tone else self.day).xf_index)

    def of_rows(self) -> list[Any]:
        """Those that rows are written with."""
        return [self.text, self.number, self.hours, self.day, *self.by_tone.values()]


def _cells(found: pl.DataFrame, columns: Sequence[Column], recap: Recap, styles: _Styles) -> list[Cells]:
    text, number, hours = (int(one.xf_index) for one in (styles.text, styles.number, styles.hours))
    codes = {str(code): styles.of_code(code) for code in recap.days["code"].unique()}
    made = [Cells("opd_name", text)] if "opd_name" in found.columns else []
    for column in columns:
        if column is DAYS:
            made += [Cells(day_name(day), int(styles.day.xf_index), codes) for day in recap.dates]
        elif column.adds is None:
            made.append(Cells(column.key, text))
        else:
            made.append(Cells(column.key, hours if column.is_hours else number))
    return made


def _frame(sheet: Any, recap: Recap, columns: Sequence[Column], styles: _Styles, *, title: str, opd: str) -> None:
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, opd or _("Semua OPD"), styles.subtitle)
    sheet.write_string(2, 0, period_words(recap.first, recap.last), styles.subtitle)
    if off := switched_off(recap):
        sheet.write_string(3, 0, " ".join(off), styles.warning)
    at = 0
    if not opd:
        sheet.merge_range(4, 0, 5, 0, _("OPD"), styles.head)
        sheet.set_column(0, 0, 28)
        at = 1
    frozen = at
    for column in columns:
        if column is DAYS:
            for day in recap.dates:
                sheet.write_number(4, at, day.day, styles.head)
                sheet.write_string(5, at, _DAY_LETTERS[day.weekday()], styles.head)
                sheet.set_column(at, at, 5.5)
                at += 1
            continue
        sheet.merge_range(4, at, 5, at, column.brief, styles.head)
        sheet.set_column(at, at, column.width)
        frozen = at + 1 if column.key in ("name", "nip") and at == frozen else frozen
        at += 1
    # Where the rows will stand; a format has its index once a cell is written with it.
    for place, style in enumerate(styles.of_rows()):
        sheet.write_blank(HEAD_ROWS, place, None, style)
    sheet.freeze_panes(HEAD_ROWS, frozen)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(4, 5)
    sheet.set_footer("&L" + title + "&R" + _("Halaman") + " &P / &N")


def _totals(
    sheet: Any, recap: Recap, columns: Sequence[Column], found: pl.DataFrame, styles: _Styles, *, with_opd: bool
) -> None:
    row, at, totals = HEAD_ROWS + max(found.height, 1), int(with_opd), recap.totals()
    sheet.write_string(row, 0, _("Jumlah"), styles.total)
    for column in columns:
        if column.adds is not None:
            value = totals[column.key]
            sheet.write_number(row, at, round(value / HOUR, 2) if column.is_hours else value, styles.total)
        at += len(recap.dates) if column is DAYS else 1


def _by_opd(sheet: Any, recap: Recap, styles: _Styles) -> None:
    found = recap.people.group_by("opd_name", maintain_order=True).agg(
        pl.len().alias("people"), *(pl.col(column.key).sum() for column in SUMS)
    )
    sheet.write_row(0, 0, [_("OPD"), _("Pegawai"), *(column.brief for column in SUMS)], styles.head)
    sheet.set_column(0, 0, 34)
    sheet.freeze_panes(1, 1)
    hours = {column.key for column in SUMS if column.is_hours}
    for at, row in enumerate(found.iter_rows(named=True), start=1):
        sheet.write_string(at, 0, row["opd_name"], styles.text)
        for place, name in enumerate(("people", *(column.key for column in SUMS)), start=1):
            value = round(row[name] / HOUR, 2) if name in hours else row[name]
            sheet.write_number(at, place, value, styles.hours if name in hours else styles.number)


def _legend(sheet: Any, recap: Recap, styles: _Styles) -> None:
    """What the codes and columns mean, and which of them are empty for want of a table."""
    sheet.write_row(0, 0, [_("Kode"), _("Arti")], styles.head)
    sheet.set_column(1, 1, 60)
    for at, (code, meaning) in enumerate(LEGEND.items(), start=1):
        sheet.write_string(at, 0, code, styles.text)
        sheet.write_string(at, 1, str(meaning), styles.text)
    for at, column in enumerate(SUMS, start=len(LEGEND) + 3):
        sheet.write_string(at, 0, column.brief, styles.text)
        sheet.write_string(at, 1, str(column.title), styles.text)
    for at, words in enumerate(switched_off(recap), start=len(LEGEND) + len(SUMS) + 4):
        sheet.write_string(at, 0, words, styles.warning)
