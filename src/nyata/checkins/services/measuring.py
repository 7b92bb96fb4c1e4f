"""An attempt's facts: what was sent, what the engine sees in the frames, what the registers say of the person.

This module loads the face engine: only workers and commands import it.
"""

import datetime as dt
import random
from dataclasses import dataclass, replace
from typing import Any

from nyata.checkins.selectors import openings
from nyata.checkins.selectors.case import JudgedAttempt
from nyata.checkins.selectors.frames import sealed_frames
from nyata.checkins.services import memory
from nyata.checkins.services.challenge import moves_for
from nyata.checkins.terms import policy_on, terms_on
from nyata.core import bundle as grammar
from nyata.core.bundle import Bundle
from nyata.core.encoding import unb64url
from nyata.core.policy import Policy
from nyata.core.verification import moves
from nyata.core.verification.clock import ActingTime, TimeMark
from nyata.core.verification.facts import (
    DeepFacts,
    DeviceFacts,
    Facts,
    Fence,
    FrameFace,
    LookFacts,
    PlaceFacts,
    RepeatFacts,
)
from nyata.enrolment import selectors as enrolment
from nyata.enrolment import vault
from nyata.faces.burst import QuickLimits, QuickLook, quick_look
from nyata.faces.deep import deep_look
from nyata.faces.film import FilmLimits
from nyata.faces.flow import DeepLimits
from nyata.faces.motion import AskedMove, MotionLimits, Move
from nyata.faces.template import parse as parse_template
from nyata.leave import selectors as leave
from nyata.people import selectors as people

NO_FACE = "no_face"
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Case:
    """An attempt with everything that is looked at. `template` is (192,) or None."""

    checkin: JudgedAttempt
    bundle: Bundle
    frames: list[bytes]
    template: Any
    accommodations: frozenset[str]
    policy: Policy

    @property
    def times(self) -> list[int]:
        """Offsets of the frames in ms."""
        return [frame.at_ms for frame in self.bundle.frames]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the engine found; all None where no photograph came or none is asked of the person."""

    look: QuickLook | None = None
    repeats: RepeatFacts | None = None
    deep: DeepFacts | None = None
    marks: memory.Marks | None = None


def gather(checkin: JudgedAttempt) -> Case:
    """Open the frames and the template. Three queries."""
    kept = sealed_frames(checkin.day, checkin.id)
    frames: list[bytes] = []
    if kept is not None:
        frames = kept.split(vault.unseal(checkin.data_key, kept.sealed, checkin.digest))
    template = enrolment.template_of(checkin.person)
    return Case(
        checkin=checkin,
        bundle=grammar.read(checkin.payload),
        frames=frames,
        template=None if template is None else parse_template(template),
        accommodations=frozenset(enrolment.accommodations_on(checkin.person, checkin.day)),
        policy=policy_on(checkin.day),
    )


def measure(case: Case) -> Measured:
    """The first look at the burst and the memory of earlier ones; the deep look too where a step-up waits for it."""
    if not case.frames or NO_FACE in case.accommodations:
        return Measured()
    look = quick_look(case.frames, case.times, _asked(case), case.template, _quick_limits(case.policy))
    marks = memory.marks_of(case.frames, look.film)
    rules = case.policy.verification.repeats
    before = memory.recall(
        case.checkin.id,
        case.checkin.person.pk,
        marks,
        FilmLimits(place=rules.look_place, still=rules.look_still, moving=rules.look_moving),
    )
    repeats = replace(before, stalled=len(look.stalled), looped=len(look.looped))
    waits = case.checkin.step_up_of_id is not None and not case.accommodations
    return Measured(look, repeats, deep(case) if waits else None, marks)


def deep(case: Case) -> DeepFacts:
    """The deep look at the whole burst, about 300 ms."""
    limits = DeepLimits(**case.policy.verification.deep.as_dict())
    found = deep_look(case.frames, case.times, case.template, limits)
    return DeepFacts(found.live, found.why, found.identity_min)


def facts(case: Case, measured: Measured) -> Facts:
    """Everything that core judges by. Three queries."""
    checkin, bundle = case.checkin, case.bundle
    duty = leave.duty_of(checkin.person, checkin.day)
    # A letter that names a village without a point is as good as the phone's word: somebody looks.
    field_duty = bundle.field_duty is not None or duty.has_unmeasured
    return Facts(
        time=_time(checkin),
        place=PlaceFacts(bundle.fixes, _fences(checkin, duty), bundle.acted.wall_ms, field_duty),
        device=DeviceFacts(checkin.device_tier, checkin.passkey_is_synced, bool(checkin.proof.get("count_went_back"))),
        browser=bundle.browser,
        look=None if measured.look is None else _look(measured.look, asked=terms_on(checkin.day).frames),
        repeats=measured.repeats,
        deep=measured.deep,
        accommodations=case.accommodations,
        has_template=case.template is not None,
        is_step_up=checkin.step_up_of_id is not None,
        tries_left=max(terms_on(checkin.day).tries - checkin.steps_used, 0),
        lot=_chance.random(),
    )


def _asked(case: Case) -> list[AskedMove]:
    """The moves that the attempt's nonce asks for; none with an arrangement."""
    terms = terms_on(case.checkin.day)
    count = moves_for(set(case.accommodations), is_step_up=case.checkin.step_up_of_id is not None, terms=terms)
    drawn = moves.draw(unb64url(case.checkin.proof["nonce"]), count)
    return [AskedMove(Move(one.move), one.from_ms, one.to_ms) for one in drawn.moves]


def _quick_limits(policy: Policy) -> QuickLimits:
    rules = policy.verification
    return QuickLimits(motion=MotionLimits(**rules.motion.as_dict()), **rules.burst.as_dict())


def _look(look: QuickLook, asked: int) -> LookFacts:
    turns = {frame.index: abs(frame.a) for frame in look.frames if frame.a is not None}
    return LookFacts(
        frames=len(look.frames),
        asked=asked,
        compared=tuple(FrameFace(frame, cosine, turns[frame]) for frame, cosine in look.identity),
        continuity_min=look.continuity_min,
        moves_done=look.moves_done,
        moves_ok=look.moves_ok,
        no_face=len(look.no_face),
        two_faces=len(look.two_faces),
        unreadable=len(look.unreadable),
        brightness=look.brightness,
    )


def _time(checkin: JudgedAttempt) -> ActingTime:
    return ActingTime(
        claimed_at=checkin.claimed_at,
        earliest_at=checkin.earliest_at,
        received_at=checkin.received_at,
        acted_at=checkin.acted_at,
        mark=TimeMark(checkin.time_mark),
        clamped=checkin.acted_at != checkin.claimed_at,
        claim_ahead=max(checkin.claimed_at - checkin.received_at, dt.timedelta(0)),
    )


def _fences(checkin: JudgedAttempt, duty: leave.Duty) -> tuple[Fence, ...]:
    """Sites first: who is at both is at work. A place of an apel is one while it is open for the person's unit."""
    sites = [
        *people.sites_for(checkin.person, checkin.day),
        *openings.sites_open_to(checkin.person, checkin.acted_at),
    ]
    return (
        *(Fence(site.pk, site.shape, site.radius_m) for site in sites),
        *(Fence(place.pk, place.shape or {}, place.radius_m, duty=True) for place in duty.places),
    )
