"""A month's allowance, step by step. Exact: Decimals under a context in which nothing may be lost."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from typing import Any

from nyata.core.allowance.steps import Allowance, Code, Step, plain
from nyata.core.allowance.template import DISCIPLINE, BandRate, Rate, Template

# 60 digits hold any amount times two percentages; a digit lost would be an error of ours, so it is raised.
EXACT = Context(prec=60, traps=[Inexact])
ROUNDINGS = {"down": ROUND_FLOOR, "nearest": ROUND_HALF_UP, "up": ROUND_CEILING}
WHOLE = Decimal(1)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Day:
    """What may cost something on one day. `late`, `early`: whole minutes; `no_in`, `no_out`: no record of it.

    `late_band`, `early_band`: the number of a day without a record in the region's own table, 0 where none is in
    force. `leave`: one of policy_units.LEAVES, or empty. `apel_missed`: how many of the day.
    """

    day: date
    late: int = 0
    early: int = 0
    no_in: bool = False
    no_out: bool = False
    late_band: int = 0
    early_band: int = 0
    absent: bool = False
    leave: str = ""
    duty: bool = False
    apel_missed: int = 0


@dataclass(frozen=True, slots=True)
class Charge:
    """A step before its amounts: `count` times `rate` (None: it costs nothing)."""

    code: Code
    days: tuple[date, ...]
    count: int
    rate: Rate | None = None
    source: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)


def reckon(days: Iterable[Day], template: Template, amount: int, *, source: str = "") -> Allowance:
    """The steps from `amount` (Rupiah, 0 or more) to what is paid. The order of the days does not matter.

    `source`: the document of the amount. Raises ValueError for a template that is not usable, or a negative amount.
    """
    if not template.is_usable or amount < 0:
        raise ValueError(f"{template.name} cannot be used: {', '.join(template.missing) or 'nothing costs anything'}")
    ordered = sorted(days, key=lambda one: one.day)
    with localcontext(EXACT):
        running = _Running(template, amount, source)
        for charge in charges(ordered, template):
            running.take(charge)
        running.round_off()
        running.cap()
        return Allowance(amount, tuple(running.steps))


class _Running:
    """The amount on its way through the steps."""

    def __init__(self, template: Template, amount: int, source: str) -> None:
        self.template, self.amount = template, Decimal(amount)
        self.left, self.steps = self.amount, [Step(Code.AMOUNT, self.amount, NOTHING, source=source)]
        self.component = NOTHING
        if template.share:
            self.component = share(self.amount, template.share.percent)
            self.add(
                Code.COMPONENT, NOTHING, rate=template.share.percent, of=self.amount, source=template.share.source,
                arguments={"component": plain(self.component)},
            )  # fmt: skip

    def add(self, code: Code, deduction: Decimal, **more: Any) -> None:
        self.steps.append(Step(code, self.left, deduction, **more))
        self.left -= deduction

    def take(self, charge: Charge) -> None:
        """A charge as a step; one without a rate only says what was counted."""
        rate = charge.rate
        if rate is None:
            self.add(charge.code, NOTHING, count=charge.count, arguments=charge.arguments, source=charge.source,
                     days=charge.days)  # fmt: skip
            return
        of = self.component if rate.base == DISCIPLINE else self.amount
        self.add(
            charge.code, charge.count * share(of, rate.percent), count=charge.count, rate=rate.percent, of=of,
            arguments=charge.arguments | {"base": rate.base}, source=rate.source, days=charge.days,
        )  # fmt: skip

    def round_off(self) -> None:
        """The deductions together become whole Rupiah, once."""
        taken = self.amount - self.left
        with localcontext(Context(prec=60)):
            whole = taken.quantize(WHOLE, ROUNDINGS[self.template.rounding])
        if whole != taken:
            self.add(Code.ROUNDING, whole - taken, arguments={"how": self.template.rounding},
                     source=self.template.rounding_source)  # fmt: skip

    def cap(self) -> None:
        """Never more than the cap, in whole Rupiah; without one, never more than there is."""
        rate = self.template.cap
        limit = self.amount
        if rate is not None:
            with localcontext(Context(prec=60)):
                limit = share(self.amount, rate.percent).quantize(WHOLE, ROUND_FLOOR)
        taken = self.amount - self.left
        self.add(
            Code.CAP, min(NOTHING, limit - taken), rate=rate.percent if rate else None, of=self.amount,
            arguments={"limit": plain(limit), "reached": taken > limit}, source=self.template.cap_source,
        )  # fmt: skip


def share(of: Decimal, percent: Decimal) -> Decimal:
    """So many percent of an amount, exactly."""
    return of * percent.scaleb(-2)


def charges(days: Sequence[Day], template: Template) -> Iterator[Charge]:
    """Everything that the template asks about, in a fixed order."""
    yield from _side(days, template.late, Code.LATE, lambda one: (one.late, one.no_in, one.late_band),
                     template.no_record)  # fmt: skip
    yield from _counted(Code.LATE_DAY, [one for one in days if one.late], template.late_day)
    yield from _counted(Code.NO_RECORD, [one for one in days if one.no_in and not one.late], template.no_record)
    yield from _side(days, template.early, Code.EARLY, lambda one: (one.early, one.no_out, one.early_band), None)
    yield from _absences(days, template)
    yield from _counted(Code.LEAVE, [one for one in days if one.leave in template.leave_kinds], template.leave_day)
    missed = [one for one in days if one.apel_missed]
    if template.apel_missed is not None and missed:
        times = sum(one.apel_missed for one in missed)
        yield Charge(Code.APEL, tuple(one.day for one in missed), times, template.apel_missed)
    on_duty = [one.day for one in days if one.duty]
    if template.duty_source and on_duty:
        yield Charge(Code.DUTY, tuple(on_duty), len(on_duty), source=template.duty_source)


def _side(
    days: Sequence[Day],
    bands: Sequence[BandRate],
    code: Code,
    read: Callable[[Day], tuple[int, bool, int]],
    no_record: Rate | None,
) -> Iterator[Charge]:
    """The bands of one end of the day. A day without a record has the band that the region's own table gives it, unless
    it costs something of its own (`no_record`).
    """
    if not bands:
        return
    found: dict[int, list[date]] = {}
    unstated: list[date] = []
    for one in days:
        minutes, is_missing, number = read(one)
        if minutes > 0:
            place = sum(band.from_minutes <= minutes for band in bands) - 1
            if place >= 0:
                found.setdefault(place, []).append(one.day)
        elif is_missing and no_record is None and 0 < number <= len(bands):
            found.setdefault(number - 1, []).append(one.day)
        elif is_missing and no_record is None:
            unstated.append(one.day)
    for place in sorted(found):
        band = bands[place]
        yield Charge(code, tuple(found[place]), len(found[place]), band.rate, arguments={"band": band.code})
    if unstated:
        yield Charge(Code.UNSTATED, tuple(unstated), len(unstated), arguments={"side": code.value})


def _counted(code: Code, days: Sequence[Day], rate: Rate | None) -> Iterator[Charge]:
    if rate is not None and days:
        yield Charge(code, tuple(one.day for one in days), len(days), rate)


def _absences(days: Sequence[Day], template: Template) -> Iterator[Charge]:
    """Days of absence, and minutes that became such days where the template says that they do."""
    absent = tuple(one.day for one in days if one.absent)
    count, arguments = len(absent), {}
    if (rule := template.conversion) is not None:
        late = [one for one in days if one.late or (rule.with_early and one.early)]
        minutes = sum(one.late + (one.early if rule.with_early else 0) for one in late)
        made = minutes // rule.minutes
        if minutes:
            yield Charge(Code.CONVERTED, tuple(one.day for one in late), made, source=rule.source,
                         arguments={"minutes": minutes, "length": rule.minutes})  # fmt: skip
        count, arguments = count + made, {"converted": made} if made else {}
    if not count:
        return
    if template.absent_day is not None:
        yield Charge(Code.ABSENT, absent, count, template.absent_day, arguments=arguments)
    if template.absent_steps:
        rate = template.absent_steps[min(count, len(template.absent_steps)) - 1]
        yield Charge(Code.ABSENT, absent, 1, rate, arguments=arguments | {"absences": count})
