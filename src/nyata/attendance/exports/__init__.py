"""A recap as a file, by the name of its format."""

from collections.abc import Sequence
from typing import BinaryIO

from nyata.attendance.columns import Column
from nyata.attendance.exports.book import write_xlsx
from nyata.attendance.exports.letterhead import Letterhead, letterhead
from nyata.attendance.exports.plain import write_csv, write_json, write_parquet
from nyata.attendance.exports.recap_paper import write_pdf
from nyata.attendance.selectors.recap import Recap

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


def write(form: str, recap: Recap, columns: Sequence[Column], to: BinaryIO, *, head: Letterhead) -> None:
    """Write a recap in one of MEDIA; `head` heads the printable ones. Raises KeyError for another form."""
    if form == "xlsx":
        write_xlsx(recap, columns, to, title=head.title, opd=head.unit.name if head.unit else "")
    elif form == "pdf":
        write_pdf(recap, columns, to, head=head)
    else:
        {"csv": write_csv, "parquet": write_parquet, "json": write_json}[form](recap, columns, to)


__all__ = ["MEDIA", "Letterhead", "letterhead", "write"]
