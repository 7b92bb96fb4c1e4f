"""Who acted in a session's window, inside its fence: accepted attempts, those still looked at, witnesses' words."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from nyata.apel.kinds import Known
from nyata.apel.models import Session
from nyata.apel.selectors.invited import Invited
from nyata.checkins.models import CheckIn, Outcome, Verdict
from nyata.core.bundle import Fix
from nyata.core.reasons import Reason
from nyata.core.verification.facts import Fence, PlaceFacts
from nyata.core.verification.limits import PlaceLimits
from nyata.core.verification.place import Reading, read_place
from nyata.people.models import SiteUse
from nyata.people.selectors import above
from nyata.people.selectors.authority import in_force
from nyata.rules.selectors import policy_on

# The time of an attempt is the one that counts; before a verdict, that of the press. A day to either side is enough:
# the time that counts may be an earlier one of its chain.
_ACTED = """
SELECT c.person_id, coalesce(v.counts_at, c.acted_at) AS at, c.acted_at, c.time_mark, v.outcome, v.stage,
       (c.payload->'fixes')::text, (c.payload->'acted'->>'wall_ms')::bigint
FROM checkins_checkin c
LEFT JOIN LATERAL (
    SELECT outcome, stage, counts_at FROM checkins_verdict WHERE checkin_id = c.id ORDER BY id DESC LIMIT 1
) v ON TRUE
WHERE c.day = ANY(%(days)s) AND coalesce(v.counts_at, c.acted_at) >= %(opens)s
  AND coalesce(v.counts_at, c.acted_at) < %(closes)s AND c.person_id = ANY(%(people)s)
ORDER BY at, c.id
"""
_VOUCHED = """
SELECT person_id, made_at FROM checkins_attestation c
WHERE day = ANY(%(days)s) AND made_at >= %(opens)s AND made_at < %(closes)s
  AND person_id = ANY(%(people)s)
ORDER BY made_at
"""
_KNOWN = {CheckIn.TimeMark.ANCHORED: Known.ANCHORED, CheckIn.TimeMark.UNPROVEN: Known.UNPROVEN}
# A person has looked, or vouched: where the position says nothing, theirs is the word.
_BY_PEOPLE = (Verdict.Stage.REVIEW, Verdict.Stage.WITNESS)
_LOOKED_AT = (Outcome.REVIEW, Outcome.ERROR, Outcome.STEP_UP, None)


@dataclass(frozen=True, slots=True)
class Came:
    """`is_settled`: false while somebody, or the machine, still looks at it."""

    at: dt.datetime
    known: Known
    is_settled: bool


def presence(session: Session, invited: Sequence[Invited]) -> dict[int, Came]:
    """Who of the invited was there, by person; what is settled before what is not, the earliest first. Four queries at
    most. Only attempts of the invited are read: an office's list costs what the office has, not the regency.
    """
    people = [one.person_id for one in invited]
    values = {
        "days": [session.day + dt.timedelta(days=step) for step in (-1, 0, 1)],
        "opens": session.opens_at, "closes": session.closes_at, "people": people,
    }  # fmt: skip
    fences = _fences(session, invited)
    limits = PlaceLimits(**policy_on(session.day).verification.place.as_dict())
    settled: dict[int, Came] = {}
    open_ones: dict[int, Came] = {}
    for person, made_at in _rows(_VOUCHED, values):
        settled.setdefault(person, Came(made_at, Known.WITNESS, True))
    for row in _rows(_ACTED, values):
        came = _came(row, fences.get(row[0], ()), limits)
        if came is not None:
            kept = settled if came.is_settled else open_ones
            if row[0] not in kept or came.at < kept[row[0]].at:
                kept[row[0]] = came
    return open_ones | settled


def _came(row: tuple[Any, ...], fences: tuple[Fence, ...], limits: PlaceLimits) -> Came | None:
    """What one attempt says; None where it says nothing of this session."""
    _, at, acted_at, mark, outcome, stage, fixes, wall_ms = row
    place = read_place(PlaceFacts(_read(fixes), fences, wall_ms or 0), acted_at, limits)
    state = place.state if isinstance(place, Reading) else place
    if state == Reason.OUTSIDE_SITE or outcome in (Outcome.DECLINED, Outcome.REFUSED):
        return None
    known = _KNOWN.get(mark, Known.LIVE)
    if outcome == Outcome.ACCEPTED:
        there = state in (Reason.INSIDE_SITE, Reason.NO_SITE_ASSIGNED) or stage in _BY_PEOPLE
        return Came(at, known, True) if there else None
    return Came(at, known, False) if outcome in _LOOKED_AT else None


def _read(text: str | None) -> tuple[Fix, ...]:
    found = json.loads(text) if text else []
    return tuple(_fix(one) for one in found if one.get("latitude") is not None)


def _fix(says: Mapping[str, Any]) -> Fix:
    """What placing needs of a kept position."""
    return Fix(
        latitude=says["latitude"], longitude=says["longitude"], accuracy=says["accuracy"], altitude=None,
        altitude_accuracy=None, heading=None, speed=None, time_ms=says.get("time_ms", 0), at_ms=says.get("at_ms", 0),
    )  # fmt: skip


def _fences(session: Session, invited: Sequence[Invited]) -> dict[int, tuple[Fence, ...]]:
    """By person the fences of the session: its own site, or where each checks in every day. One query at most."""
    if session.site is not None:
        own = (Fence(session.site.pk, session.site.shape, session.site.radius_m),)
        return {one.person_id: own for one in invited}
    steps = {one.path: above(one.path) for one in invited}
    used = Q(unit__path__in={step for found in steps.values() for step in found}) | Q(person__isnull=False)
    by_path: dict[str, list[Fence]] = defaultdict(list)
    by_person: dict[int, list[Fence]] = defaultdict(list)
    for use in SiteUse.objects.filter(in_force(session.day), used, site__is_active=True).select_related("site", "unit"):
        fence = Fence(use.site.pk, use.site.shape, use.site.radius_m)
        if use.unit is None:
            by_person[use.person_id or 0].append(fence)
        else:
            by_path[use.unit.path or ""].append(fence)
    shared = {path: tuple(fence for step in found for fence in by_path[step]) for path, found in steps.items()}
    return {one.person_id: (*shared[one.path], *by_person.get(one.person_id, ())) for one in invited}


def _rows(query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
