"""What the law asks, as pages say it: words and sources of the policy, never of the program."""

import datetime as dt
from dataclasses import dataclass

from nyata.core.policy import Policy, Standing
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


def _said(rules: Policy, key: str) -> Said | None:
    return _words(rules.standing(key))


def _words(standing: Standing) -> Said | None:
    return Said(tuple(standing.value.value), standing.value.source) if standing.value else None
