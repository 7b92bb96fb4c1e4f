"""Reading an uploaded table, CSV or XLSX, into rows of text. Nothing is decided here."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nyata.people.refusals import Code, Refused

MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_CELL = 500
# A file of 10 MB may unpack into gigabytes. A roster of 20,000 lines has under 10 MB of cells and 3 MB of texts. Texts
# and styles are read whole and cost about eight times their size (measured: 20 MB of texts took 148 MB, 60 MB of
# styles 694 MB), so they are bounded by themselves.
MOST_UNPACKED = 30_000_000
MOST_OF_PART = {"sharedstrings.xml": 10_000_000, "styles.xml": 2_000_000}
MOST_LINES = 100_000  # empty ones too
WORKBOOK = b"PK\x03\x04"
# Marks a cell that the spreadsheet keeps as a number: an 18-digit NIP in it has lost its last digits.
NUMBER_MARK = "\ue000"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file (1-based, as a spreadsheet shows it) and its cells by column."""

    line: int
    cells: dict[str, str]


def read(content: bytes, columns: dict[str, tuple[str, ...]], required: Iterable[str]) -> list[Row]:
    """Read a CSV or XLSX whose first line names its columns.

    `columns` gives for each of our columns the headings it may have; unknown columns are left aside. A cell that
    was a number is marked by NUMBER_MARK in front.
    Raises Refused: file_too_large, file_swells, file_unreadable, file_empty, columns_missing.
    """
    if len(content) > MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    lines = sheet(content) if content.startswith(WORKBOOK) else _csv(content)
    found: list[Row] = []
    places: dict[int, str] | None = None
    for line, cells in lines:
        if line > MOST_LINES:
            raise Refused(Code.FILE_TOO_LARGE)
        if not any(cell.strip(" " + NUMBER_MARK) for cell in cells):
            continue
        if places is None:
            places = _places(cells, columns, required)
            continue
        if len(found) >= MOST_ROWS:
            raise Refused(Code.FILE_TOO_LARGE)
        found.append(Row(line, {name: cells[at].strip() if at < len(cells) else "" for at, name in places.items()}))
    if not found:
        raise Refused(Code.FILE_EMPTY)
    return found


def _places(cells: list[str], columns: dict[str, tuple[str, ...]], required: Iterable[str]) -> dict[int, str]:
    names = {heading: name for name, headings in columns.items() for heading in headings}
    places: dict[int, str] = {}
    for at, cell in enumerate(cells):
        name = names.get(re.sub(r"[\s_./-]+", " ", cell).strip().lower())
        if name and name not in places.values():
            places[at] = name
    if not set(required) <= set(places.values()):
        raise Refused(Code.COLUMNS_MISSING)
    return places


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    # Python's default limit of a field is 128 kB: far above a roster's, so an unclosed quote is noticed.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            yield reader.line_num, [cell[:MOST_CELL] for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refused(Code.FILE_UNREADABLE) from error


def _decoded(content: bytes) -> str:
    """Text with or without a byte order mark; Excel also saves UTF-16 and the Windows code page."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Refused(Code.FILE_UNREADABLE)


def sheet(content: bytes, *, clocks: bool = False) -> Iterator[tuple[int, list[str]]]:
    """The lines of a workbook's first sheet, a number marked by NUMBER_MARK. `clocks`: a moment with its time of day.

    Raises Refused: file_swells, file_unreadable.
    """
    import openpyxl  # loaded by who uploads a workbook, not by every process

    try:
        _require_modest(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        first = book.worksheets[0]
        for line, cells in enumerate(first.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
            yield line, [_text(cell, clocks) for cell in cells]
    except Refused:
        raise
    except Exception as error:
        # openpyxl promises nothing of what a broken or hostile workbook raises; none of it is more than this.
        raise Refused(Code.FILE_UNREADABLE) from error


def _require_modest(content: bytes) -> None:
    """Raise Refused(file_swells) for what unpacks into more than a roster. A part that says less than it holds is cut
    off at what it says, so its word is enough.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    swollen = any(
        part.file_size > MOST_OF_PART.get(part.filename.rsplit("/", 1)[-1].lower(), MOST_UNPACKED) for part in parts
    )
    if swollen or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(Code.FILE_SWELLS)


def _text(cell: Any, clocks: bool) -> str:
    if cell is None:
        return ""
    if clocks and isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        whole = isinstance(cell, int) or (cell.is_integer() and abs(cell) < 1e18)
        return NUMBER_MARK + (str(int(cell)) if whole else repr(cell))
    return str(cell)[:MOST_CELL]
