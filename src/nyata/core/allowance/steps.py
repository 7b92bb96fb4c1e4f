"""What a calculation is: steps, each with what it counts, what it takes and from which amount. Kept as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """What a step is about. Kept for years: codes are added, never renamed."""

    AMOUNT = "amount"  # the amount it begins with
    COMPONENT = "component"  # the share of it that is the discipline's
    LATE = "late"
    EARLY = "early"
    LATE_DAY = "late_day"
    NO_RECORD = "no_record"
    UNSTATED = "unstated"  # something happened whose cost the template does not state
    CONVERTED = "converted"  # minutes that became days of absence
    ABSENT = "absent"
    LEAVE = "leave"
    APEL = "apel"
    DUTY = "duty"  # excepted
    ROUNDING = "rounding"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Step:
    """`count` times `rate` percent `of` an amount is `deduction`, which leads from `before` to `after`, in Rupiah.

    `rate` and `of` are None where nothing is multiplied. A negative deduction gives back what lies above the cap.
    """

    code: Code
    before: Decimal
    deduction: Decimal
    count: int = 0
    rate: Decimal | None = None
    of: Decimal | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    days: tuple[date, ...] = ()

    @property
    def after(self) -> Decimal:
        return self.before - self.deduction

    def written(self) -> dict[str, Any]:
        """As it is kept: Decimals as text, days as ISO dates."""
        return {
            "code": self.code.value, "before": plain(self.before), "deduction": plain(self.deduction),
            "after": plain(self.after), "count": self.count, "rate": None if self.rate is None else plain(self.rate),
            "of": None if self.of is None else plain(self.of), "arguments": dict(self.arguments),
            "source": self.source, "days": [day.isoformat() for day in self.days],
        }  # fmt: skip


def read(written: Mapping[str, Any]) -> Step:
    """A step from what `written` made of it."""
    rate, of = (None if written[name] is None else Decimal(written[name]) for name in ("rate", "of"))
    return Step(
        Code(written["code"]), Decimal(written["before"]), Decimal(written["deduction"]), written["count"], rate, of,
        written["arguments"], written["source"], tuple(date.fromisoformat(day) for day in written["days"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Allowance:
    """`amount` - the steps' deductions = `pay`, whole Rupiah, 0 <= pay <= amount."""

    amount: int
    steps: tuple[Step, ...]

    @property
    def pay(self) -> int:
        return int(self.steps[-1].after)

    @property
    def deduction(self) -> int:
        return self.amount - self.pay


def plain(number: Decimal) -> str:
    """1600000, 0.5: without an exponent or zeros at the end."""
    return f"{number.normalize():f}"
