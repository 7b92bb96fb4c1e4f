"""A recap as a file, by the name of its format."""

from collections.abc import Sequence
from typing import BinaryIO

from nyata.attendance.columns import Column
from nyata.attendance.exports.book import period_words, write_xlsx
from nyata.attendance.exports.plain import write_csv, write_json, write_parquet
from nyata.attendance.selectors.recap import Recap

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


def write(form: str, recap: Recap, columns: Sequence[Column], to: BinaryIO, *, title: str, opd: str = "") -> None:
    """Write a recap in one of MEDIA. `title` and `opd` head the printable ones. Raises KeyError for another form."""
    if form == "xlsx":
        write_xlsx(recap, columns, to, title=title, opd=opd)
    else:
        {"csv": write_csv, "parquet": write_parquet, "json": write_json}[form](recap, columns, to)


__all__ = ["MEDIA", "period_words", "write"]
