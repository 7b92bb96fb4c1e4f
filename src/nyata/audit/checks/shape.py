"""The one shape of every check: a name, a function of the scope, and what it hands back."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from nyata.audit.models import Finding, Report
from nyata.core.peers import Limits
from nyata.core.policy import Policy
from nyata.people.models import Unit
from nyata.rules.selectors import policy_on

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = dt.timedelta(days=1)
Weight = Finding.Weight
Plain = int | float | str | bool | None
# Numbers, words and switches by name: what JSON can say, and nothing below that.
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """Something to ask about. `key` tells it again next month; `records`: (kind, id or day) of the evidence.

    `unit`: whose head is asked to answer; without one it is BKPSDM.
    """

    code: str
    key: str
    weight: str
    facts: Facts
    records: Sequence[tuple[str, Plain]] = ()
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`figures`: what was counted. `lists`: rows that the report tells whole, each {column: value}."""

    figures: Facts = field(default_factory=dict)
    found: Sequence[Found] = ()
    lists: Mapping[str, Sequence[Facts]] = field(default_factory=dict)


@dataclass
class Scope:
    """What is audited: a whole month that is over, as it stands at `at`. `clock` reads the server's clock.

    `before`: the newest report of an earlier month, whose open findings and checkpoint are gone back to.
    """

    first: dt.date
    last: dt.date
    at: dt.datetime
    clock: Callable[[], dt.datetime]
    before: Report | None = None

    @property
    def begins(self) -> dt.datetime:
        """The first moment of the month in Jakarta."""
        return dt.datetime.combine(self.first, dt.time(), JAKARTA)

    @property
    def ends(self) -> dt.datetime:
        """The first moment after it."""
        return dt.datetime.combine(self.last + DAY, dt.time(), JAKARTA)

    @cached_property
    def policy(self) -> Policy:
        """That of the last day."""
        return policy_on(self.last)

    @cached_property
    def limits(self) -> Limits:
        """From when somebody stands out among peers."""
        rules = self.policy.audit.periodic
        return Limits(rules.often, rules.least_count, rules.least_peers, rules.false_discovery)

    @cached_property
    def opds(self) -> dict[str, Unit]:
        """Every OPD by the first step of its path."""
        return {str(unit.path): unit for unit in Unit.objects.filter(parent=None)}

    def opd_of(self, path: str) -> Unit:
        """The OPD that a unit's path belongs to."""
        return self.opds[path.split(".", 1)[0] + "."]

    @cached_property
    def days(self) -> pl.DataFrame:
        """RECORDS of everybody in the month, computed anew (nyata.audit.checks.again)."""
        from nyata.audit.checks.again import computed_again

        return computed_again(self.first, self.last, self.at)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at; its title and what it looks at stand in nyata.audit.words."""

    name: str
    run: Callable[[Scope], Result]
