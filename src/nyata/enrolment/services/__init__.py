"""The writing door of enrolment."""

from nyata.enrolment.services.arranging import end_accommodation, grant_accommodation
from nyata.enrolment.services.changing import (
    approve_change,
    ask_device_change,
    decline_change,
    guard_approving,
    guard_supporting,
    revoke_device,
    support_change,
)
from nyata.enrolment.services.completing import Completed, Submission, complete_enrolment
from nyata.enrolment.services.erasing import erase_superseded
from nyata.enrolment.services.leaving import end_for_leaver
from nyata.enrolment.services.lookalikes import answer_lookalike, guard_answering
from nyata.enrolment.services.looking import look_at_photo
from nyata.enrolment.services.notice import read_notice
from nyata.enrolment.services.opening import (
    cancel_enrolment,
    code_of,
    guard_officer,
    open_enrolment,
    scope_for,
)
from nyata.enrolment.services.phone import Started, enter_code
from nyata.enrolment.services.reverifying import guard_reverifying, reverify
from nyata.enrolment.services.rewrapping import Progress, rewrap

__all__ = [
    "Completed",
    "Progress",
    "Started",
    "Submission",
    "answer_lookalike",
    "approve_change",
    "ask_device_change",
    "cancel_enrolment",
    "code_of",
    "complete_enrolment",
    "decline_change",
    "end_accommodation",
    "end_for_leaver",
    "enter_code",
    "erase_superseded",
    "grant_accommodation",
    "guard_answering",
    "guard_approving",
    "guard_officer",
    "guard_reverifying",
    "guard_supporting",
    "look_at_photo",
    "open_enrolment",
    "read_notice",
    "reverify",
    "revoke_device",
    "rewrap",
    "scope_for",
    "support_change",
]
