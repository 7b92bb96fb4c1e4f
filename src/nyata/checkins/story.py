"""One attempt told plainly: what was judged and why, the times, the place, what is kept and who looked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nyata.checkins import selectors
from nyata.checkins.models import CheckIn, Outcome, Purpose, Verdict
from nyata.checkins.selectors import own
from nyata.checkins.terms import policy_on
from nyata.core.reasons import Reason, distance_in_words, explain
from nyata.leave import selectors as leave
from nyata.people.models import Person, Site


@dataclass(frozen=True, slots=True)
class Sign:
    """How an outcome looks: icon, tone (a class of docs/design.md), word."""

    icon: str
    tone: str
    word: Any


SIGNS = {
    Outcome.ACCEPTED: Sign("check", "ok", _("Diterima")),
    Outcome.STEP_UP: Sign("alert", "wait", _("Belum cocok")),
    Outcome.REVIEW: Sign("clock", "wait", _("Menunggu tinjauan")),
    Outcome.ERROR: Sign("clock", "wait", _("Menunggu")),
    Outcome.REFUSED: Sign("cross", "no", _("Tidak diterima")),
    Outcome.DECLINED: Sign("cross", "no", _("Tidak diterima")),
}
CHECKING = Sign("clock", "wait", _("Sedang diperiksa"))
TIME_MARKS = {
    CheckIn.TimeMark.LIVE: _("Jam dicatat langsung oleh server."),
    CheckIn.TimeMark.ANCHORED: _("Jam dihitung dari jam server terakhir yang diketahui HP Anda."),
    CheckIn.TimeMark.UNPROVEN: _("Jam menurut HP Anda; belum dapat dipastikan server."),
}
STAGES = {
    Verdict.Stage.FIRST: _("Pemeriksaan pertama"),
    Verdict.Stage.DEEP: _("Pemeriksaan gerakan lanjutan"),
    Verdict.Stage.WITNESS: _("Pernyataan saksi"),
    Verdict.Stage.REVIEW: _("Keputusan petugas"),
    Verdict.Stage.STEPPED_UP: _("Percobaan berikutnya"),
    Verdict.Stage.UNANSWERED: _("Tidak diulang dalam waktunya"),
}
LOOKS = {
    "own": _("melihat foto sendiri"),
    "review": _("meninjau absen"),
    "objection": _("menanggapi keberatan"),
    "audit": _("pemeriksaan Inspektorat"),
}
PURPOSES = {Purpose.IN: _("Absen masuk"), Purpose.OUT: _("Absen pulang")}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was judged, when, and in which words."""

    stage: Any
    sign: Sign
    at: dt.datetime
    reasons: tuple[str, ...]
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened the photographs: who, when, what for."""

    name: str
    at: dt.datetime
    why: Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where the phone said to be: the nearest site and the distance to its fence, as far as it was judged."""

    site: str
    distance: str
    accuracy: str


def sign_of(outcome: str | None) -> Sign:
    """The sign of an outcome; None is still being judged."""
    return SIGNS[Outcome(outcome)] if outcome else CHECKING


def sentences(verdict: Verdict) -> tuple[str, ...]:
    """Every reason of a verdict in words."""
    return tuple(explain(Reason(code), verdict.signals, translate=gettext) for code in verdict.reasons)


def steps(verdicts: Iterable[Verdict]) -> list[Step]:
    """The verdicts as steps, in their order; each tells only what the ones before it did not."""
    told: set[str] = set()
    found = []
    for verdict in verdicts:
        reasons = tuple(reason for reason in sentences(verdict) if reason not in told)
        told.update(reasons)
        found.append(
            Step(
                stage=STAGES[Verdict.Stage(verdict.stage)],
                sign=sign_of(verdict.outcome),
                at=verdict.made_at,
                reasons=reasons,
                by=verdict.decided_by.name if verdict.decided_by else "",
                words=verdict.words,
            )
        )
    return found


def place_of(verdicts: Iterable[Verdict]) -> Place | None:
    """What the first verdict that measured it says of the place; None where nothing was measured. One query."""
    for verdict in verdicts:
        for signal in verdict.signals:
            says = signal["payload"]
            if signal["kind"] == "place" and says.get("outside_m") is not None:
                site = leave.place(says["duty"]) if "duty" in says else Site.objects.filter(pk=says["site"]).first()
                outside = says["outside_m"]
                distance = gettext("di dalam area") if outside <= 0 else _distance(outside)
                return Place(site.name if site else "", distance, _distance(says["accuracy_m"]))
    return None


def _distance(metres: float) -> str:
    return distance_in_words(metres, translate=gettext)


def story(person: Person, checkin: CheckIn, today: dt.date) -> dict[str, Any]:
    """Everything that the page of one's own attempt shows. Six queries."""
    verdicts = selectors.verdicts_of(checkin)
    newest = verdicts[-1] if verdicts else None
    kept = policy_on(checkin.day).privacy.retention
    held = own.hold_of(checkin)
    until = checkin.day + kept.frames
    return {
        "checkin": checkin,
        "purpose": PURPOSES[Purpose(checkin.purpose)],
        "sign": sign_of(newest.outcome if newest else None),
        "reasons": sentences(newest) if newest else (),
        "counts_at": newest.counts_at if newest else None,
        "verdict": newest,
        "steps": steps(verdicts),
        "time_mark": TIME_MARKS[CheckIn.TimeMark(checkin.time_mark)],
        "place": place_of(verdicts),
        "frames": len(checkin.payload["frames"]),
        "has_frames": bool(checkin.payload["frames"]) and (held is not None or today < until),
        "frames_until": until,
        "held": held,
        "object_until": checkin.day + kept.objections,
        "looks": [Look(one.actor.name, one.looked_at, LOOKS[one.why]) for one in own.looks_at_attempt(checkin)],
    }
