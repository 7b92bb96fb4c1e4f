"""A recap of apel as a file."""

import datetime as dt
import io
from typing import BinaryIO

import polars as pl
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Columns of nyata.apel.selectors.recap with their heads.
HEADS = {
    "opd_name": gettext_lazy("OPD"),
    "month": gettext_lazy("Bulan"),
    "name": gettext_lazy("Nama"),
    "nip": gettext_lazy("NIP"),
    "unit": gettext_lazy("Unit"),
    "invited": gettext_lazy("Diundang"),
    "present": gettext_lazy("Apel diikuti"),
    "late": gettext_lazy("Terlambat"),
    "late_minutes": gettext_lazy("Menit terlambat"),
    "excused": gettext_lazy("Berhalangan"),
    "open": gettext_lazy("Belum selesai dilihat"),
    "missed": gettext_lazy("Apel tidak diikuti"),
}
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# A spreadsheet would take such a text for a formula.
_FORMULA = r"^[=+\-@\t\r]"


def write(form: str, rows: pl.DataFrame, first: dt.date, last: dt.date) -> bytes:
    """The rows in one of MEDIA, with the columns that HEADS knows. Raises KeyError for another form."""
    shown = rows.select([name for name in HEADS if name in rows.columns])
    to = io.BytesIO()
    {"xlsx": _write_xlsx, "csv": _write_csv}[form](shown, first, last, to)
    return to.getvalue()


def _write_xlsx(rows: pl.DataFrame, first: dt.date, last: dt.date, to: BinaryIO) -> None:
    with xlsxwriter.Workbook(to, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, month = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "mmm yyyy"})
        sheet = book.add_worksheet(_("Apel"))
        sheet.write(0, 0, _("Rekapitulasi apel"), book.add_format({"bold": True, "font_size": 14}))
        sheet.write(1, 0, f"{first:%d-%m-%Y} – {last:%d-%m-%Y}")
        for at, name in enumerate(rows.columns):
            sheet.write(3, at, str(HEADS[name]), bold)
            sheet.set_column(at, at, 32 if name in ("opd_name", "name", "unit") else 20 if name == "nip" else 13)
        for number, row in enumerate(rows.iter_rows(), start=4):
            for at, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, at, dt.datetime.combine(value, dt.time()), month)
                else:
                    sheet.write(number, at, value)
        sheet.freeze_panes(4, 1)


def _write_csv(rows: pl.DataFrame, first: dt.date, last: dt.date, to: BinaryIO) -> None:
    """UTF-8 with a byte order mark, which spreadsheets need."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    safe = rows.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
    to.write("\ufeff".encode())
    safe.write_csv(to)
