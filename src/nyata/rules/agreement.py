"""When both offices agree: plain computation over decisions, no database."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from nyata.rules.models import RuleDecision

DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date | None]


class Decided(Protocol):
    """What is needed of a decision."""

    @property
    def office(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def since(self) -> dt.date: ...


def said(decisions: Sequence[Decided], office: str, day: dt.date) -> Decided | None:
    """What an office says of a day: its newest decision that begins by then. `decisions` of one value, oldest first."""
    begun = [one for one in decisions if one.office == office and one.since <= day]
    return begun[-1] if begun else None


def is_on(decisions: Sequence[Decided], office: str, day: dt.date) -> bool:
    """Whether an office says on for a day."""
    found = said(decisions, office, day)
    return found is not None and found.kind == RuleDecision.Kind.ON


def spans(decisions: Sequence[Decided]) -> list[Span]:
    """From which day to which last day (None: open) both offices say on; spans that touch are one."""
    turns = sorted({one.since for one in decisions})
    found: list[Span] = []
    for day, following in zip(turns, [*turns[1:], None], strict=True):
        if not all(is_on(decisions, office, day) for office in RuleDecision.Office.values):
            continue
        last = following - DAY if following else None
        if found and found[-1][1] == day - DAY:
            found[-1] = (found[-1][0], last)
        else:
            found.append((day, last))
    return found
