"""Is it the person enrolled, and the same person throughout?"""

from nyata.core.reasons import Reason
from nyata.core.verification.facts import LookFacts
from nyata.core.verification.limits import FaceLimits
from nyata.core.verification.signals import Finding, Severity, Signal


def judge_face(look: LookFacts, limits: FaceLimits) -> Finding:
    """Same on every frame that can tell (turn below the limit), alone, and not exchanged on the way."""
    cosines = [one.cosine for one in look.compared if abs(one.turn) < limits.turn_max]
    against = [*_view(look, limits), *_identity(look, cosines, limits)]
    if against and look.brightness is not None and look.brightness < limits.brightness_min:
        against.append(Reason.TOO_DARK)  # not a demand of its own: the likely reason why the rest failed
    signal = Signal(
        "face",
        _strength(min(cosines), limits) if cosines else 1.0,
        {
            "cosine_min": round(min(cosines), 4) if cosines else None,
            "compared": len(cosines),
            "continuity_min": None if look.continuity_min is None else round(look.continuity_min, 4),
            "no_face": look.no_face,
            "two_faces": look.two_faces,
            "unreadable": look.unreadable,
            "brightness": None if look.brightness is None else round(look.brightness, 1),
        },
    )
    if against:
        return Finding(Severity.AGAIN, tuple(against), (signal,))
    return Finding(Severity.FINE, (Reason.FACE_MATCHES,), (signal,))


def _view(look: LookFacts, limits: FaceLimits) -> list[Reason]:
    """What kept the photographs from being read. One that does not decode is never a phone's own doing."""
    if look.frames < look.asked:
        return [Reason.FRAMES_MISSING]
    if look.unreadable:
        return [Reason.UNREADABLE]
    return [Reason.TWO_FACES] if look.two_faces > limits.two_faces_max else []


def _identity(look: LookFacts, cosines: list[float], limits: FaceLimits) -> list[Reason]:
    if look.unreadable >= look.frames:
        return []
    if len(cosines) < limits.frames_min:
        return [Reason.NO_FACE]
    found = []
    if min(cosines) < limits.unsure:
        found.append(Reason.FACE_DIFFERS)
    elif min(cosines) < limits.accept:
        found.append(Reason.FACE_UNSURE)
    if look.continuity_min is not None and look.continuity_min < limits.continuity:
        found.append(Reason.FACE_CHANGES)
    return found


def _strength(cosine: float, limits: FaceLimits) -> float:
    """0 at `accept` and above, 1 at `unsure` and below."""
    return min(max((limits.accept - cosine) / (limits.accept - limits.unsure), 0.0), 1.0)
