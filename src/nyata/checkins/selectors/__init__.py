"""The reading door of check-ins. Whoever asks is the first argument; whose power decides is asked on a day."""

from nyata.checkins.selectors.attempts import (
    HistoryEntry,
    attempt_visible_to,
    checkins_visible_to,
    day_of,
    forgotten_attempts,
    history,
    latest_verdict,
    looks_at,
    people_watched_by,
    steps_used,
    verdicts_of,
    with_verdicts,
)
from nyata.checkins.selectors.duties import (
    WitnessCount,
    attestations_drawn,
    may_decide_on,
    may_witness,
    refusals_visible_to,
    reviews_waiting,
    witness_counts,
)
from nyata.checkins.selectors.frames import SealedFrames, sealed_frames_of
from nyata.checkins.selectors.witnesses import (
    Vouchable,
    namings_in_force,
    units_to_name_for,
    vouchable_by,
    witness_candidates,
    witnesses_named,
)

__all__ = [
    "HistoryEntry",
    "SealedFrames",
    "Vouchable",
    "WitnessCount",
    "attempt_visible_to",
    "attestations_drawn",
    "checkins_visible_to",
    "day_of",
    "forgotten_attempts",
    "history",
    "latest_verdict",
    "looks_at",
    "may_decide_on",
    "may_witness",
    "namings_in_force",
    "people_watched_by",
    "refusals_visible_to",
    "reviews_waiting",
    "sealed_frames_of",
    "steps_used",
    "verdicts_of",
    "units_to_name_for",
    "vouchable_by",
    "with_verdicts",
    "witness_candidates",
    "witness_counts",
    "witnesses_named",
]
