"""What the law asks, as pages say it: words and sources of the policy, never of the program."""

import datetime as dt
from dataclasses import dataclass

from nyata.core.discipline import ladder_of
from nyata.core.policy import Policy, Standing
from nyata.discipline.models import Finding
from nyata.rules.selectors import policy_on


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences with where they come from."""

    lines: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Duties:
    """What a superior owes and is bound to; how PPPK stand; what stops a salary and what restores it.

    None where no value is in force. `restoring_off`: the title of the value that waits for two offices.
    """

    calls: Said | None
    bound: Said | None
    contract: Said | None
    salary: Said | None
    restoring: Said | None
    restoring_off: str

    @property
    def both(self) -> list[Said]:
        """What a superior owes, and what they are bound to."""
        return [one for one in (self.calls, self.bound) if one]


def duties(employment: str, today: dt.date) -> Duties:
    """The words of a day for somebody of that employment."""
    rules = policy_on(today, employment=employment)
    restoring = rules.standing("discipline.absence.salary_restored")
    return Duties(
        calls=_said(rules, "discipline.duty.superior_calls"),
        bound=_said(rules, "discipline.duty.superior_bound"),
        contract=_said(rules, "discipline.duty.contract_footing"),
        salary=_said(rules, "discipline.absence.salary_stop_steps"),
        restoring=_words(restoring),
        restoring_off=restoring.key.title if restoring.waiting and restoring.value is None else "",
    )


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium rung has two readings: what each in force says of this rung, and the titles of those that are off."""

    said: tuple[Said, ...]
    off: tuple[str, ...]


def medium(finding: Finding, today: dt.date) -> Medium | None:
    """What a medium rung (sedang) may bring by the readings of PP 94/2021; None for any other rung."""
    rules = policy_on(today, employment=finding.employment)
    ladder = ladder_of(rules)
    if ladder is None or finding.level != "sedang":
        return None
    rungs = [one.from_days for one in ladder.rungs if one.level == "sedang"]
    if finding.from_days not in rungs:
        return None
    which = rungs.index(finding.from_days)
    both = [rules.standing(f"discipline.sanctions.{name}") for name in ("medium_cut", "medium_delay")]
    said = tuple(Said((one.value.value[which],), one.value.source) for one in both if one.value)
    return Medium(said, tuple(one.key.title for one in both if one.is_off))


def _said(rules: Policy, key: str) -> Said | None:
    return _words(rules.standing(key))


def _words(standing: Standing) -> Said | None:
    return Said(tuple(standing.value.value), standing.value.source) if standing.value else None
