"""One attempt as an officer reads it, and the lists of those that wait or were turned away."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nyata.boards.outline import Outline, draw
from nyata.boards.selectors.crowd import has_board
from nyata.boards.signals import signal_lines
from nyata.boards.words import OUTCOMES, VERDICT_STAGES, Line, State, reason_lines
from nyata.checkins import selectors as checkins
from nyata.checkins.models import CheckIn, HeldFrames, Verdict
from nyata.checkins.selectors import openings, own
from nyata.core.geometry import distance_outside
from nyata.core.reasons import Reason, distance_in_words
from nyata.leave import selectors as leave
from nyata.leave.models import Place as DutyPlace
from nyata.people.models import Site
from nyata.people.selectors import Authority, sites_for

# Sites further from the last fix than this do not help to read the drawing; the nearest is always drawn.
NEARBY_M = 2_000
# Where somebody may check in: a site, or a place of a duty in force.
Fenced = Site | DutyPlace


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict of the attempt's story."""

    verdict: Verdict
    state: State
    stage: Any
    reasons: list[Line]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was: the drawing, and the same in numbers. `outside_m` is 0 or less inside the fence."""

    outline: Outline | None
    site: Fenced | None
    outside_m: float | None
    fix: dict[str, Any] | None
    count: int

    @property
    def distance_words(self) -> str:
        """The distance to the nearest fence as a sentence part."""
        if self.outside_m is None:
            return _("lokasi kerja belum diatur")
        if self.outside_m <= 0:
            return _("di dalam batas lokasi kerja")
        return _("sekitar %(distance)s di luar batas") % {"distance": distance_in_words(self.outside_m, translate=_)}


@dataclass(frozen=True, slots=True)
class Attempt:
    """Everything of one attempt that an officer may read without opening a photograph."""

    checkin: CheckIn
    state: State
    reasons: list[Line]
    signals: list[Line]
    story: list[Judged]
    counts_at: dt.datetime | None
    place: Place
    may_decide: bool
    is_waiting: bool
    chain: list[CheckIn]
    held: HeldFrames | None


def attempt_of(authority: Authority, public_id: uuid.UUID, today: dt.date) -> Attempt | None:
    """One attempt of somebody on the actor's board; None where there is none, or it is not for them."""
    actor = authority.person
    if not has_board(authority):
        return None
    found = checkins.checkins_visible_to(actor, today).filter(public_id=public_id)
    checkin = found.select_related("person__unit", "device").first()
    if checkin is None or (checkin.person_id == actor.pk and not (authority.is_hr or authority.is_auditor)):
        return None
    verdicts = checkins.verdicts_of(checkin)
    newest = verdicts[-1] if verdicts else None
    chain = _chain(checkin)
    signals = [signal for verdict in verdicts for signal in verdict.signals]
    return Attempt(
        checkin=checkin,
        state=OUTCOMES[newest.outcome if newest else "waiting"],
        reasons=reason_lines(newest.reasons if newest else ["waiting"], signals),
        signals=signal_lines(signals),
        story=[_judged(verdict) for verdict in verdicts],
        counts_at=newest.counts_at if newest else None,
        place=place_of(checkin, signals),
        may_decide=checkins.may_decide_on(actor, checkin.person, today),
        is_waiting=_is_waiting(newest) and not any(one.step_up_of_id == checkin.pk for one in chain),
        chain=chain,
        held=own.hold_of(checkin),
    )


def _judged(verdict: Verdict) -> Judged:
    reasons = reason_lines(verdict.reasons, verdict.signals)
    return Judged(verdict, OUTCOMES[verdict.outcome], VERDICT_STAGES[verdict.stage], reasons)


def _is_waiting(newest: Verdict | None) -> bool:
    """Whether a person's decision is open; of a chain of attempts the last one is decided on."""
    if newest is None:
        return False
    return newest.outcome == "review" or (newest.outcome == "error" and Reason.SET_ASIDE in newest.reasons)


def _chain(checkin: CheckIn) -> list[CheckIn]:
    """All attempts that belong together, oldest first; empty where there is only this one."""
    root = checkin.step_up_of_id or checkin.pk
    found = CheckIn.objects.filter(Q(pk=root) | Q(step_up_of=root)).defer("payload", "proof").order_by("acted_at", "pk")
    return list(found) if len(found) > 1 else []


def place_of(checkin: CheckIn, signals: Sequence[Mapping[str, Any]]) -> Place:
    """Where an attempt was made, against the sites and places of duty that its person could use on that day.

    What was judged is told as it was judged; only where nothing was, the most exact position is measured here.
    """
    fixes = [fix for fix in checkin.payload.get("fixes", ()) if fix.get("latitude") is not None]
    duties: Sequence[Fenced] = leave.duty_of(checkin.person, checkin.day).places
    opened = openings.sites_open_to(checkin.person, checkin.acted_at)
    homes: Sequence[Fenced] = [*sites_for(checkin.person, checkin.day), *opened]
    sites = [*homes, *duties]
    if not fixes:
        return Place(draw(sites[:1], ()), sites[0] if sites else None, None, None, 0)
    best = min(fixes, key=lambda fix: fix.get("accuracy") or float("inf"))
    ranked = sorted(((_outside(site, best), site) for site in sites), key=lambda pair: pair[0])
    near = [site for outside, site in ranked if outside <= NEARBY_M] or [site for _, site in ranked[:1]]
    outside, site = ranked[0] if ranked else (None, None)
    for signal in signals:
        if signal["kind"] == "place" and signal["payload"].get("outside_m") is not None:
            outside = signal["payload"]["outside_m"]
            judged = duties if "duty" in signal["payload"] else homes
            wanted = signal["payload"].get("duty") or signal["payload"].get("site")
            site = next((one for one in judged if one.pk == wanted), site)
    return Place(draw(near, fixes), site, outside, best, len(fixes))


def _outside(site: Fenced, fix: dict[str, Any]) -> float:
    assert site.shape is not None  # duty_of gives measured places only
    return distance_outside(site.shape, site.radius_m, fix["latitude"], fix["longitude"])


def reasons_in_force(checkin_ids: Sequence[int]) -> dict[int, tuple[list[str], list[dict[str, Any]]]]:
    """Reasons and signals of the newest verdict of each attempt. One query."""
    verdicts = Verdict.objects.filter(checkin__in=checkin_ids).order_by("checkin_id", "-id").distinct("checkin_id")
    return {verdict.checkin_id: (verdict.reasons, verdict.signals) for verdict in verdicts}
