"""A file of punches as it is laid out, line by line: whatever its length, only a line of it is in memory.

Of a line only the cells that the layout names are looked at, so a name in another encoding beside them does no harm.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import BinaryIO, NamedTuple

from nyata.core import refusal
from nyata.core.worktime.columns import Direction
from nyata.people.services.spreadsheets import MOST_BYTES, NUMBER_MARK, WORKBOOK, sheet
from nyata.sources.layout import ENCODINGS, SEPARATORS, WAYS, ZONES, Layout
from nyata.sources.refusals import Code, Refused

MOST_OF_LINE = 2000  # characters
HOUR = 3600
# A machine that lost its battery begins anew in 2000; what it told is kept, and belongs to no day that anybody served.
EARLIEST = int(dt.datetime(2000, 1, 1, tzinfo=dt.UTC).timestamp())
# A machine's clock may be ahead; a day more is no clock that is only a little off.
AHEAD = 24 * HOUR
NUMBER = re.compile(r"[0-9A-Za-z./-]{1,24}")
DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?: 00:00:00)?")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?:\s*([AaPp])\.?[Mm]\.?)?")
NOTHING = {"", "-", "--", "–", "—"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Told(NamedTuple):
    """One punch as a line tells it. `second`: of the machine's wall clock since 1970-01-01 00.00."""

    line: int
    number: str
    given: str
    second: int
    direction: int
    code: str


class Problem(NamedTuple):
    """Why a line cannot be taken; `text`: how it begins."""

    line: int
    code: Code
    text: str


def read(stream: BinaryIO, layout: Layout, *, at: dt.datetime) -> Iterator[Told | Problem]:
    """What each line of a file tells, in its order; empty lines tell nothing.

    `stream` can be sought and stands at its beginning. Raises Refused: file_too_large and file_unreadable (workbooks),
    headings_missing.
    """
    teller: _Teller | None = None
    if not layout.has_heading:
        teller = _Teller(layout, {name: int(place) - 1 for name, place in layout.columns.items() if place}, at)
    with closing(_lines(stream, layout)) as lines:
        for line, cells in lines:
            if cells is None:
                yield Problem(line, Code.LINE_TOO_LONG, "")
            elif teller is None:
                teller = _Teller(layout, _headings(layout, cells), at)
            else:
                yield from teller.tell(line, cells)
    if teller is None:
        raise Refused(Code.FILE_EMPTY)


class _Teller:
    """Turns the cells of lines into punches. Dates and clocks are few, however many lines: each is read once."""

    def __init__(self, layout: Layout, places: dict[str, int], at: dt.datetime) -> None:
        self.places, self.order = places, layout.order
        self.needs = max(place for name, place in places.items() if name not in ("code", "in", "out"))
        self.ways = {text: int(WAYS[way]) for text, way in layout.directions.items()}
        self.latest = int(at.timestamp()) + ZONES[layout.zone] * HOUR + AHEAD
        self.days: dict[str, int | None] = {}
        self.clocks: dict[str, int | None] = {}
        self.whole_days = "in" in places or "out" in places

    def tell(self, line: int, cells: list[str]) -> Iterator[Told | Problem]:
        """The punches of a line, or what is wrong with it."""
        if len(cells) <= self.needs:
            yield Problem(line, Code.COLUMNS_FEW, _beginning(cells))
            return
        number = cells[self.places["number"]].strip(" \t'\"\x00")
        if not NUMBER.fullmatch(number):
            yield Problem(line, Code.NUMBER_WRONG, _beginning(cells))
            return
        for given, direction, code in self._times(cells):
            second = self._second(given)
            if second is None:
                yield Problem(line, Code.TIME_UNREADABLE, _beginning(cells))
            elif second < EARLIEST:
                yield Problem(line, Code.TIME_TOO_OLD, _beginning(cells))
            elif second > self.latest:
                yield Problem(line, Code.TIME_IN_FUTURE, _beginning(cells))
            else:
                yield Told(line, number, given, second, direction, code)

    def _times(self, cells: list[str]) -> Iterator[tuple[str, int, str]]:
        """Each time of the line as it is written, its direction, and what the file says of that."""
        if not self.whole_days:
            given = cells[self.places["time"]] if "time" in self.places else self._with_date(cells, "clock")
            code = self._cell(cells, "code")[:12]
            yield given.strip()[:40], self.ways.get(code, int(Direction.UNKNOWN)), code
            return
        for name, way in WAYS.items():
            if self._cell(cells, name) not in NOTHING:
                yield self._with_date(cells, name)[:40], int(way), ""

    def _with_date(self, cells: list[str], name: str) -> str:
        return f"{cells[self.places['date']].strip()} {self._cell(cells, name)}"

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _second(self, given: str) -> int | None:
        """The wall clock's second, None where it cannot be read."""
        date, _, clock = given.replace("T", " ", 1).rpartition(" ")
        if clock[:1] in "AaPp":  # 07:28 AM
            date, _, hours = date.rpartition(" ")
            clock = f"{hours} {clock}"
        if date not in self.days:
            self.days[date] = day_second(date, self.order)
        if clock not in self.clocks:
            self.clocks[clock] = clock_second(clock)
        day, time = self.days[date], self.clocks[clock]
        return None if day is None or time is None else day + time


def day_second(text: str, order: str) -> int | None:
    """The second at which a day begins; a year of four digits in front is one, whatever the order."""
    found = DATE.fullmatch(text.strip())
    if found is None:
        return None
    parts = dict(zip("ymd" if len(found[1]) == 4 else order, found.groups(), strict=True))
    if len(parts["y"]) not in (2, 4) or len(parts["d"]) > 2:
        return None
    year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
    try:
        return int(dt.datetime(year, int(parts["m"]), int(parts["d"]), tzinfo=dt.UTC).timestamp())
    except ValueError:
        return None


def clock_second(text: str) -> int | None:
    """The second of the day; seconds that are not written are 0."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := (found[4] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return (hour * 60 + minute) * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def _lines(stream: BinaryIO, layout: Layout) -> Generator[tuple[int, list[str] | None], None, None]:
    """Number (1-based) and cells of each line that is not empty; None for cells where it is too long to be one."""
    beginning = stream.read(4)
    stream.seek(0)
    if beginning.startswith(WORKBOOK):
        yield from _sheet(stream)
        return
    encoding = "utf-16" if beginning.startswith(UTF_16) else ENCODINGS[layout.encoding]
    # What is not of the encoding becomes a mark that no number and no time contains.
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
    try:
        yield from _split(_bounded(text), SEPARATORS[layout.separator])
    finally:
        text.detach()


def _bounded(text: io.TextIOWrapper) -> Iterator[str | None]:
    """The lines of a text; None for one that is too long, whose rest is passed over."""
    while line := text.readline(MOST_OF_LINE):
        if line[-1] == "\n" or len(line) < MOST_OF_LINE:
            yield line
            continue
        while line and line[-1] != "\n":
            line = text.readline(MOST_OF_LINE)
        yield None


def _split(lines: Iterable[str | None], separator: str | None) -> Iterator[tuple[int, list[str] | None]]:
    for number, line in enumerate(lines, start=1):
        if line is None:
            yield number, None
            continue
        line = line.strip("\r\n \x00\x1a")
        if not line:
            continue
        if separator is None or '"' not in line:
            yield number, line.split(separator)
        else:
            try:
                yield number, next(csv.reader((line,), delimiter=separator))
            except csv.Error:
                yield number, [line]


def _sheet(stream: BinaryIO) -> Iterator[tuple[int, list[str] | None]]:
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    try:
        for line, cells in sheet(content, clocks=True):
            plain = [cell.lstrip(NUMBER_MARK).strip() for cell in cells]
            if any(plain):
                yield line, plain
    except refusal.Refused as refused:
        raise Refused(Code.FILE_UNREADABLE, refused.sentence) from refused


def _headings(layout: Layout, cells: list[str]) -> dict[str, int]:
    """The places of the layout's columns by the file's first line."""
    there = {_heading(cell): place for place, cell in reversed(list(enumerate(cells)))}
    places = {}
    for name, wanted in layout.columns.items():
        if not wanted:
            continue
        place = there.get(_heading(wanted))
        if place is None and re.fullmatch(r"[1-9]\d?", wanted) and int(wanted) <= len(cells):
            place = int(wanted) - 1
        if place is None:
            raise Refused(Code.HEADINGS_MISSING)
        places[name] = place
    return places


def _heading(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _beginning(cells: list[str]) -> str:
    return " ".join(cells)[:80]
