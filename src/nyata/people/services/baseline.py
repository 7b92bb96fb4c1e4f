"""What a line of baseline figures must say: complaints and satisfaction of before `live`."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from nyata.people.models import BaselineFigure, RolloutDecision, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.selectors.authority import above
from nyata.people.services.roster import Problem, active_unit, plain
from nyata.people.services.spreadsheets import Row

COLUMNS = {
    "unit": ("kode unit", "unit", "kode"),
    "month": ("bulan",),
    "kind": ("jenis", "jenis angka"),
    "value": ("nilai", "jumlah", "angka"),
    "source": ("sumber", "sumber angka"),
}
REQUIRED = tuple(COLUMNS)
EXAMPLE = (
    "kode_unit;bulan;jenis;nilai;sumber\n"
    "DINKES-01;2025-11;pengaduan;4;Rekap SP4N-LAPOR! November 2025\n"
    "DINKES-01;2025-11;kepuasan;81,25;Laporan SKM semester II 2025\n"
)
KINDS = {
    "pengaduan": BaselineFigure.Kind.COMPLAINTS,
    "kepuasan": BaselineFigure.Kind.SATISFACTION,
    "ikm": BaselineFigure.Kind.SATISFACTION,
}
# The index of PermenPANRB 14/2017 runs from 25 (four answers of 1) to 100.
LEAST_INDEX, MOST_INDEX = Decimal(25), Decimal(100)
MOST_COMPLAINTS = Decimal(100_000)


def check(rows: list[Row], *, on: dt.date) -> tuple[list[BaselineFigure], list[Problem]]:
    """The figures that the rows make (unsaved, in order) and every problem. Three queries whatever the length."""
    units = {unit.code.lower(): unit for unit in Unit.objects.all()}
    taken = set(BaselineFigure.objects.values_list("unit_id", "month", "kind"))
    live = _first_live_days()
    seen: set[tuple[int, dt.date, str]] = set()
    figures: list[BaselineFigure] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            figure = _figure(row.cells, units, on)
            key = (figure.unit_id, figure.month, figure.kind)
            _require_new(key, taken, seen)
            _require_before_live(figure, live)
        except Refused as refused:
            problems.append(Problem(row.line, refused.code, row.cells))
        else:
            seen.add(key)
            figures.append(figure)
    return figures, problems


def _require_new(key: tuple[int, dt.date, str], taken: set, seen: set) -> None:
    if key in taken:
        raise Refused(Code.FIGURE_TAKEN)
    if key in seen:
        raise Refused(Code.FIGURE_TWICE)


def _require_before_live(figure: BaselineFigure, live: dict[str, dt.date]) -> None:
    """The month must end before the first day on which the unit, or one above it, was live."""
    days = [live[path] for path in above(figure.unit.path) if path in live]
    following = (figure.month + dt.timedelta(days=31)).replace(day=1)
    if days and following > min(days):
        raise Refused(Code.FIGURE_NOT_BEFORE_LIVE)


def _first_live_days() -> dict[str, dt.date]:
    decisions = RolloutDecision.objects.filter(stage=RolloutDecision.Stage.LIVE).order_by("-valid_from")
    return {path: day for path, day in decisions.values_list("unit__path", "valid_from") if path}


def _figure(cells: dict[str, str], units: dict[str, Unit], on: dt.date) -> BaselineFigure:
    unit = active_unit(cells["unit"], units)
    month = read_month(cells["month"])
    if month > on:
        raise Refused(Code.MONTH_UNREADABLE)
    kind = KINDS.get(plain(cells["kind"]).lower())
    if kind is None:
        raise Refused(Code.FIGURE_KIND_UNKNOWN)
    source = plain(cells["source"])
    if not source:
        raise Refused(Code.SOURCE_MISSING)
    return BaselineFigure(unit=unit, month=month, kind=kind, value=_value(cells["value"], kind), source=source[:160])


def read_month(cell: str) -> dt.date:
    """The first day of 2025-11, 11/2025 or any date in it. Raises Refused(month_unreadable)."""
    text = plain(cell)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", text, re.ASCII):
        year, month = found.groups()
    elif found := re.fullmatch(r"(?:\d{1,2}[/.-])?(\d{1,2})[/.-](\d{4})", text, re.ASCII):
        month, year = found.groups()
    else:
        raise Refused(Code.MONTH_UNREADABLE)
    try:
        return dt.date(int(year), int(month), 1)
    except ValueError:
        raise Refused(Code.MONTH_UNREADABLE) from None


def _value(cell: str, kind: str) -> Decimal:
    try:
        value = Decimal(plain(cell).replace(",", "."))
    except InvalidOperation:
        raise Refused(Code.FIGURE_VALUE_WRONG) from None
    if kind == BaselineFigure.Kind.COMPLAINTS:
        fits = value.is_finite() and 0 <= value <= MOST_COMPLAINTS and value == value.to_integral_value()
    else:
        fits = value.is_finite() and LEAST_INDEX <= value <= MOST_INDEX
    if not fits:
        raise Refused(Code.FIGURE_VALUE_WRONG)
    return value.quantize(Decimal("0.01"))
