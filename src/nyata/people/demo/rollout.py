"""The stages of the demo: most OPD live or in trial, some registering, one not begun."""

import datetime as dt

from nyata.people.demo.organisation import UnitPlan
from nyata.people.models import Person, RolloutDecision, Unit

Stage = RolloutDecision.Stage
NOT_STARTED = {"PERTANAHAN"}
REGISTRATION = {"KEC-CGL", "KEC-SMN", "KEC-ASG", "DPPKB", "BALITBANG"}
TRIAL = {
    "KEC-MSM", "KEC-MSR", "KEC-LPJ", "KEC-PDT", "KEC-PLP", "KEC-PPG", "DISTAN", "BUNAK", "DKP", "PERPUS", "DISHUB",
    "SATPOLPP",
}  # fmt: skip
# Units that are behind their OPD: schools and health centres beyond the coast road register first.
BEHIND = {"PKM-CGL": Stage.TRIAL, "PKM-SMN": Stage.TRIAL, "SMP-CGL": Stage.REGISTRATION, "SMP-ASG": Stage.REGISTRATION}
# Days before today on which each stage began.
BEGAN = {Stage.REGISTRATION: 190, Stage.TRIAL: 140, Stage.LIVE: 90}
DECREE = "Perbup Peragaan 7/2026"
DPIA = "DPIA-PERAGAAN-01"


def stage_plan(plans: list[UnitPlan]) -> dict[str, str]:
    """The stage that each OPD, and each unit behind its OPD, has reached; by code."""
    stages: dict[str, str] = {}
    for unit in plans:
        if unit.parent is None and unit.code in NOT_STARTED:
            stages[unit.code] = Stage.NOT_STARTED
        elif unit.parent is None and unit.code in REGISTRATION:
            stages[unit.code] = Stage.REGISTRATION
        elif unit.parent is None:
            stages[unit.code] = Stage.TRIAL if unit.code in TRIAL else Stage.LIVE
        elif unit.code in BEHIND:
            stages[unit.code] = BEHIND[unit.code]
    return stages


def decide(units: dict[str, Unit], officer: Person, stages: dict[str, str], today: dt.date, at: dt.datetime) -> None:
    """Write the decisions of every stage on the way, each with its documents and day."""
    way = list(BEGAN)
    decisions = []
    for code, reached in stages.items():
        passed = way[: way.index(Stage(reached)) + 1] if reached in way else []
        for stage in passed:
            ago = dt.timedelta(days=BEGAN[stage])
            is_live = stage == Stage.LIVE
            decisions.append(
                RolloutDecision(
                    unit=units[code],
                    stage=stage,
                    valid_from=today - ago,
                    document_number=DECREE if is_live else "",
                    dpia_number=DPIA if is_live else "",
                    dpia_signed_on=today - ago - dt.timedelta(days=14) if is_live else None,
                    decided_by=officer,
                    decided_at=at - ago - dt.timedelta(days=3),
                )
            )
    RolloutDecision.objects.bulk_create(decisions)
