"""A large table in an XLSX: xlsxwriter makes the book, its styles and frame; the rows are made column by column.

xlsxwriter writes a cell at a time, 12 s for a regency's month; a column of cells at a time takes one.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import polars as pl
from xlsxwriter.utility import xl_col_to_name

ROWS_AT_ONCE = 1000
# Characters that XML cannot hold, whatever they are written as.
_IMPOSSIBLE = "[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]"
# Fast rather than small: the file goes over a local network once.
_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Cells:
    """One column of the rows. `style`: the index of its format in the book, for text or a number.

    `styles`: by value, where a column of text has a format for each value; any other value has `style`.
    """

    name: str
    style: int
    styles: Mapping[str, int] | None = None


def with_rows(book: Path, sheet: str, first_row: int, rows: pl.DataFrame, cells: Sequence[Cells], to: BinaryIO) -> None:
    """Copy a book to `to`, with `rows` from row `first_row` (1-based) of the sheet at that path inside it.

    xlsxwriter must have written one cell in that row: it marks the place and is replaced.
    """
    mark = re.compile(rf'<row r="{first_row}".*?</row>', re.S)
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as made:
        for part in source.infolist():
            if part.filename != sheet:
                made.writestr(part, source.read(part))
                continue
            text = source.read(part).decode()
            found = mark.search(text)
            if found is None:
                raise ValueError(f"row {first_row} of {sheet} is not marked")
            with made.open(sheet, "w", force_zip64=True) as stream:
                stream.write(text[: found.start()].encode())
                for block in _blocks(rows, cells, first_row):
                    stream.write(block)
                stream.write(text[found.end() :].encode())


def scratch() -> "TemporaryDirectory[str]":
    """A folder for the book on its way; it goes with its content."""
    return TemporaryDirectory(prefix="nyata-recap-")


def _blocks(rows: pl.DataFrame, cells: Sequence[Cells], first_row: int) -> Iterator[bytes]:
    kinds = rows.schema
    numbered = rows.with_row_index("at_row", offset=first_row).with_columns(pl.col("at_row").cast(pl.String))
    for part in numbered.iter_slices(ROWS_AT_ONCE):
        made = (_cell(xl_col_to_name(at), one, kinds[one.name].is_numeric()) for at, one in enumerate(cells))
        line = pl.concat_str(pl.lit('<row r="'), "at_row", pl.lit('">'), *made, pl.lit("</row>"))
        yield "".join(part.select(line).to_series()).encode()


def _cell(column: str, cells: Cells, is_number: bool) -> pl.Expr:
    start = pl.concat_str(pl.lit(f'<c r="{column}'), "at_row")
    value = pl.col(cells.name)
    if is_number:
        text = value.cast(pl.String)
        return pl.concat_str(start, pl.lit(f'" s="{cells.style}"><v>'), text, pl.lit("</v></c>"))
    if cells.styles is not None:
        # Few values: the rest of the cell is looked up as one piece.
        ends = {word: _text(style, word) for word, style in cells.styles.items() if word}
        ends[""] = f'" s="{cells.styles.get("", cells.style)}"/>'
        return start + value.fill_null("").replace_strict(ends, default=f'" s="{cells.style}"/>')
    text = value.fill_null("").str.replace_all(_IMPOSSIBLE, "").str.replace_all("&", "&amp;", literal=True)
    text = text.str.replace_all("<", "&lt;", literal=True).str.replace_all(">", "&gt;", literal=True)
    return pl.concat_str(
        start, pl.lit(f'" s="{cells.style}" t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>")
    )


def _text(style: int, word: str) -> str:
    escaped = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'" s="{style}" t="inlineStr"><is><t>{escaped}</t></is></c>'
