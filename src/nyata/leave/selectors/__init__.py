"""The reading door of leave: what is asked, in force, left, and whom it waits for."""

from nyata.leave.selectors.balances import Balance, balance_of
from nyata.leave.selectors.calendar import Line, away_on, calendar, crew
from nyata.leave.selectors.collective import Replacement, replacement_of
from nyata.leave.selectors.counts import Exemptions, exemption_counts, exemption_records
from nyata.leave.selectors.covering import corrections, covers
from nyata.leave.selectors.delegations import delegations_of, possible_delegates
from nyata.leave.selectors.duty import Duty, duty_of, place
from nyata.leave.selectors.files import attachments_of, looks_at, may_open
from nyata.leave.selectors.inbox import Signs, Waiting, decision_of, inbox, signs_of, waiting_for_decision
from nyata.leave.selectors.letters import (
    decisions_of,
    letter_for,
    letters_seen_by,
    people_of,
    people_sent_by,
    said_wrong,
)
from nyata.leave.selectors.outages import outages
from nyata.leave.selectors.reach import Awaited, Reach, awaited, reach_of
from nyata.leave.selectors.requests import Shown, is_health, own_requests, request_for

__all__ = [
    "Balance",
    "Duty",
    "Exemptions",
    "Line",
    "Reach",
    "Replacement",
    "Shown",
    "Signs",
    "Waiting",
    "attachments_of",
    "Awaited",
    "away_on",
    "awaited",
    "balance_of",
    "calendar",
    "corrections",
    "covers",
    "decision_of",
    "crew",
    "decisions_of",
    "delegations_of",
    "duty_of",
    "exemption_counts",
    "exemption_records",
    "inbox",
    "is_health",
    "letter_for",
    "letters_seen_by",
    "looks_at",
    "may_open",
    "outages",
    "own_requests",
    "people_of",
    "people_sent_by",
    "place",
    "possible_delegates",
    "reach_of",
    "replacement_of",
    "request_for",
    "said_wrong",
    "signs_of",
    "waiting_for_decision",
]
