"""A region's rules on the allowance as the policy has them on a day: what costs what share of which base, and the cap.

Percentages are Decimals as they are written in the policy, never binary fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nyata.core.policy import EXAMPLE, Book, Policy, PolicyError, Value
from nyata.core.policy_units import Band, Deduction
from nyata.core.worktime.law import minutes

AREA = "allowance"
TOTAL, DISCIPLINE = "total_tpp", "discipline_component"
CONVERSION = "discipline.absence.late_to_absence"
WORKING_DAYS = {
    "five_day": "working_time.standard.working_days",
    "six_day": "working_time.six_day.working_days",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """`percent` (0 to 100) of TOTAL or DISCIPLINE, and the article that says so."""

    percent: Decimal
    base: str
    source: str


@dataclass(frozen=True, slots=True)
class BandRate:
    """From so many whole minutes on, up to the next band."""

    from_minutes: int
    code: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Conversion:
    """Accumulated minutes that become a day of absence; `with_early`: those left early count as those late."""

    minutes: int
    with_early: bool
    source: str


@dataclass(frozen=True, slots=True)
class Template:
    """The rules of one region. `missing`: short names of what a calculation needs and does not have, or has in an
    order in which more minutes or days would cost less.

    `absent_steps`: what one, two, three and more absences of a month cost together. `cap`: of the total; None where
    none is stated, `cap_source` then says why. `duty_source`: where official duty is excepted, by which document.
    """

    name: str
    is_example: bool
    late: tuple[BandRate, ...] = ()
    early: tuple[BandRate, ...] = ()
    late_day: Rate | None = None
    no_record: Rate | None = None
    absent_day: Rate | None = None
    absent_steps: tuple[Rate, ...] = ()
    leave_day: Rate | None = None
    leave_kinds: frozenset[str] = frozenset()
    apel_missed: Rate | None = None
    share: Rate | None = None
    conversion: Conversion | None = None
    cap: Rate | None = None
    cap_source: str = ""
    rounding: str = ""
    rounding_source: str = ""
    duty_source: str = ""
    missing: tuple[str, ...] = ()

    @property
    def costs(self) -> tuple[Rate, ...]:
        """Everything that costs something."""
        bands = (one.rate for one in (*self.late, *self.early))
        single = (self.late_day, self.no_record, self.absent_day, self.leave_day, self.apel_missed)
        return (*bands, *self.absent_steps, *(one for one in single if one is not None))

    @property
    def is_usable(self) -> bool:
        """Whether a month can be worked out by it."""
        return bool(self.costs) and not self.missing


def names(book: Book) -> tuple[str, tuple[str, ...]]:
    """The region's own template and the examples of others. PolicyError where there is no own one, or more."""
    statuses: dict[str, set[str]] = {}
    for key in book.keys.values():
        area, name, _ = key.name.split(".")
        if area == AREA:
            statuses.setdefault(name, set()).update(one.status for one in key.values)
    own = [name for name, found in statuses.items() if found != {EXAMPLE}]
    if len(own) != 1:
        raise PolicyError(f"{AREA} must have one file that is no example, and has {len(own)}")
    return own[0], tuple(sorted(statuses.keys() - own))


def template(policy: Policy, book: Book, name: str, week: str = "five_day") -> Template:
    """A template by its name: the region's own with the values in force only, so that one of which nothing is switched
    on costs nothing; or another region's, for comparison, which never counts here. PolicyError for another name.
    """
    own, examples = names(book)
    if name != own and name not in examples:
        raise PolicyError(f"{name} is not a template of {AREA}")
    return _Reading(name, policy, book, is_example=name != own, week=week).template()


class _Reading:
    """One template while it is read."""

    def __init__(self, name: str, policy: Policy, book: Book, *, is_example: bool, week: str) -> None:
        self.name, self.policy, self.book, self.is_example, self.week = name, policy, book, is_example, week
        self.missing: list[str] = []

    def find(self, short: str) -> Value | None:
        """The value of a key in force; of an example, the one that it shows. None where there is none."""
        key = f"{AREA}.{self.name}.{short}"
        if key not in self.book.keys:
            return None
        if not self.is_example:
            return self.policy.standing(key).value
        try:
            return self.policy.example(key)
        except PolicyError:  # its source does not say
            return None

    def template(self) -> Template:
        late, early = self.bands("late_bands"), self.bands("early_bands")
        if not late and (self.find("late_lowest") or self.find("late_highest")):
            self.missing.append("late_bands")  # only the ends of a table are known
        kinds, rounding, duty = self.find("leave_kinds"), self.find("rounding"), self.find("duty_excepted")
        cap, cap_source = self.cap()
        found = Template(
            self.name, self.is_example, late=late, early=early, absent_steps=self.absent_steps(),
            leave_kinds=frozenset(kinds.value if kinds else ()), share=self.share(), conversion=self.conversion(),
            cap=cap, cap_source=cap_source, rounding=str(rounding.value) if rounding else "",
            rounding_source=rounding.source if rounding else "",
            duty_source=duty.source if duty and duty.value else "", late_day=self.rate("late_day"),
            no_record=self.rate("no_record"), absent_day=self.rate("absent_day"), leave_day=self.rate("leave_day"),
            apel_missed=self.rate("apel_missed"),
        )  # fmt: skip
        return self.checked(found)

    def checked(self, found: Template) -> Template:
        if found.costs and not found.rounding:
            self.missing.append("rounding")
        if any(one.base == DISCIPLINE for one in found.costs) and found.share is None:
            self.missing.append("discipline_share")
        if found.leave_day and not found.leave_kinds:
            self.missing.append("leave_kinds")
        return replace(found, missing=tuple(dict.fromkeys(self.missing)))

    def rate(self, short: str) -> Rate | None:
        value = self.find(short)
        if value is None:
            return None
        read: Deduction = value.value
        return Rate(exact(read.percent), read.base, value.source)

    def bands(self, short: str) -> tuple[BandRate, ...]:
        value = self.find(short)
        if value is None:
            return ()
        base = self.find("late_base") or self.find("base")
        bands: Sequence[Band] = value.value
        percents = [band.percent for band in bands if band.percent is not None]
        if base is None:
            self.missing.append("base")
            return ()
        if len(percents) < len(bands) or percents != sorted(percents):
            self.missing.append(short)
            return ()
        return tuple(
            BandRate(band.from_minutes, band.code, Rate(exact(percent), str(base.value), value.source))
            for band, percent in zip(bands, percents, strict=True)
        )

    def absent_steps(self) -> tuple[Rate, ...]:
        value, base = self.find("absent_steps"), self.find("absent_base") or self.find("base")
        if value is None:
            return ()
        percents: Sequence[float] = value.value
        if base is None or list(percents) != sorted(percents):
            self.missing.append("absent_steps" if base else "absent_base")
            return ()
        return tuple(Rate(exact(percent), str(base.value), value.source) for percent in percents)

    def share(self) -> Rate | None:
        value = self.find("discipline_share")
        return Rate(exact(value.value), TOTAL, value.source) if value else None

    def cap(self) -> tuple[Rate | None, str]:
        value = self.find("monthly_cap")
        if value is not None:
            return Rate(exact(value.value), TOTAL, value.source), value.source
        key = self.book.keys.get(f"{AREA}.{self.name}.monthly_cap")
        none = key.values[-1].none if key else ""
        return None, none

    def conversion(self) -> Conversion | None:
        """An example's own length of a day; here only where the discipline's rule is switched on."""
        own = self.find("late_day_length")
        if own is not None:
            return Conversion(minutes(own.value), False, own.source)
        rule = None if self.is_example else self.policy.standing(CONVERSION).value
        length = self.minutes_of_a_day() if rule and rule.value else None
        return Conversion(length, True, rule.source) if rule and length else None

    def minutes_of_a_day(self) -> int | None:
        """The week's minutes over its working days: 37 h 30 min over five are 7 h 30 min. None where not known."""
        norm = self.policy.standing("working_time.week.norm").value
        days = self.policy.standing(WORKING_DAYS[self.week]).value
        return minutes(norm.value) // len(days.value) if norm and days else None


def exact(number: float) -> Decimal:
    """The number as it is written in the policy: 0.5 is five tenths."""
    return Decimal(repr(number)).normalize()
