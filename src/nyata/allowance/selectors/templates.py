"""By which rules a month is worked out: the region's own where they are in force, or an example that never counts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nyata.core.allowance.template import AREA, Template, names, template
from nyata.core.policy import Policy
from nyata.core.worktime.law import EMPLOYMENTS
from nyata.rules.selectors import book, policy_on

WEEKS = ("five_day", "six_day")


@dataclass(frozen=True, slots=True)
class Rules:
    """A template by employment and week, as the policy has it on a day. `title` names the region of an example."""

    name: str
    title: str
    is_example: bool
    on: dt.date
    policy_hash: str
    by_terms: Mapping[tuple[str, str], Template]

    @property
    def is_usable(self) -> bool:
        """Whether anybody's month can be worked out by it."""
        return any(one.is_usable for one in self.by_terms.values())

    @property
    def missing(self) -> tuple[str, ...]:
        """Keys of the policy that stand in the way, where something is in force but not all that it needs."""
        lacking = [short for one in self.by_terms.values() if one.costs or one.missing for short in one.missing]
        return tuple(f"{AREA}.{self.name}.{short}" for short in dict.fromkeys(lacking))

    @property
    def asks_for_week(self) -> bool:
        """Whether it matters who works five days a week and who six."""
        return any(self.by_terms[one, WEEKS[0]] != self.by_terms[one, WEEKS[1]] for one in EMPLOYMENTS)

    def of(self, employment: str, week: str) -> Template:
        return self.by_terms[employment, week]


def own_rules(on: dt.date) -> Rules:
    """The region's own rules; not usable where nothing is in force."""
    return _rules(names(book())[0], on)


def example_rules(name: str, on: dt.date) -> Rules | None:
    """The rules of an example that can be worked out on that day, or None."""
    found = _rules(name, on) if name in names(book())[1] else None
    return found if found and found.is_usable else None


def examples(on: dt.date) -> list[Rules]:
    """Every example that can be worked out, by name."""
    return [found for name in names(book())[1] if (found := example_rules(name, on))]


def _rules(name: str, on: dt.date) -> Rules:
    return _read(name, on, policy_on(on))


@lru_cache(maxsize=256)
def _read(name: str, on: dt.date, policy: Policy) -> Rules:
    """Read once for as long as nothing is decided: `policy` is the same object until then."""
    found = {
        (employment, week): template(
            policy_on(on, employment=employment, week=week, season="normal"), book(), name, week
        )
        for employment in EMPLOYMENTS
        for week in WEEKS
    }
    return Rules(name, _title(name), next(iter(found.values())).is_example, on, policy.hash, found)


def _title(name: str) -> str:
    """ "Contoh Tulang Bawang", as the titles of its keys begin."""
    found = next(key for key in book().keys.values() if key.name.startswith(f"{AREA}.{name}."))
    return found.title.split(":")[0]
