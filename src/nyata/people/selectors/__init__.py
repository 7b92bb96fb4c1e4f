"""The reading door of people: who, where, under whom, at which stage."""

from nyata.people.selectors.authority import (
    Authority,
    above,
    authority_of,
    head_of,
    operators_of,
    people_visible_to,
    supervisors_of,
    units_visible_to,
)
from nyata.people.selectors.placed import Placed, placements, placements_of, weekly_minutes_of
from nyata.people.selectors.places import has_surveyed_site, sites_for
from nyata.people.selectors.rollout import decision_in_force, stage_of, stages_of_units, unit_stage

__all__ = [
    "Authority",
    "Placed",
    "above",
    "authority_of",
    "decision_in_force",
    "has_surveyed_site",
    "head_of",
    "operators_of",
    "people_visible_to",
    "placements",
    "placements_of",
    "sites_for",
    "stage_of",
    "stages_of_units",
    "supervisors_of",
    "unit_stage",
    "units_visible_to",
    "weekly_minutes_of",
]
