"""How a file of punches is laid out: what an import profile says, checked before it is used."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nyata.core.worktime.columns import Direction
from nyata.sources.refusals import Code, Refused

# What a column can say. A line tells its punch by `time`, or by `date` and `clock`; or it tells a whole day by
# `date`, `in` and `out`.
COLUMNS = ("number", "time", "date", "clock", "in", "out", "code")
SEPARATORS = {"space": None, "tab": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}
ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "cp1252", "utf-16": "utf-16"}
ORDERS = ("ymd", "dmy", "mdy")
# None of them has had a summer time since they are what they are, so that an hour is never told twice.
ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9, "UTC": 0}
WAYS = {"in": Direction.IN, "out": Direction.OUT}
BUILT_IN = Path(__file__).parent / "builtin"


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns`: by name of COLUMNS the heading of the file's column, or its place counted from 1.

    `directions`: what the file writes for coming and going, as "in" or "out"; anything else says nothing of it.
    A workbook's first sheet is read whatever the separator.
    """

    separator: str = "space"
    has_heading: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    order: str = "ymd"
    zone: str = "Asia/Jakarta"
    encoding: str = "utf-8"
    directions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = {name for name, place in self.columns.items() if place}
        tells = "time" in given or {"date", "clock"} <= given or ("date" in given and bool(given & {"in", "out"}))
        if not given <= set(COLUMNS) or "number" not in given or not tells or self._tells_twice(given):
            raise Refused(Code.LAYOUT_COLUMNS)
        if not self.has_heading and not all(re.fullmatch(r"[1-9]\d?", self.columns[one]) for one in given):
            raise Refused(Code.LAYOUT_PLACES)
        known = (
            self.separator in SEPARATORS
            and self.order in ORDERS
            and self.zone in ZONES
            and self.encoding in ENCODINGS
            and set(self.directions.values()) <= set(WAYS)
        )
        if not known:
            raise Refused(Code.LAYOUT_UNKNOWN)

    @staticmethod
    def _tells_twice(given: set[str]) -> bool:
        """Whether two columns would say the same thing."""
        tells = ("time" in given, "clock" in given, bool(given & {"in", "out"}))
        return sum(tells) > 1 or ("time" in given and "date" in given)

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A layout that comes with Nyata, and where it was taken from."""

    key: str
    title: str
    source: str
    status: str
    note: str
    layout: Layout


@cache
def built_in() -> dict[str, BuiltIn]:
    """Those that come with Nyata, by key. Raises Refused where one of the files is not sound."""
    found = {}
    for path in sorted(BUILT_IN.glob("*.yaml")):
        told = yaml.safe_load(path.read_text())
        layout = Layout(**told.pop("layout"))
        found[path.stem] = BuiltIn(key=path.stem, layout=layout, **told)
    return found
