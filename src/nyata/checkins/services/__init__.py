"""The writing door of check-ins. `services.judging` is not behind it: it loads the face engine, and pages never do."""

from nyata.checkins.services.challenge import Asked, issue_challenge, issue_tickets, make_anchor
from nyata.checkins.services.intake import NotTaken, Received, Sent, receive_bundle, refuse
from nyata.checkins.services.naming import end_namings, end_witness, name_witness
from nyata.checkins.services.photos import look_at_photo
from nyata.checkins.services.reviews import decide_review, hold_frames
from nyata.checkins.services.witness import ask_witness, attest_presence, check_attestation

__all__ = [
    "Asked",
    "NotTaken",
    "Received",
    "Sent",
    "ask_witness",
    "attest_presence",
    "check_attestation",
    "decide_review",
    "end_namings",
    "end_witness",
    "hold_frames",
    "issue_challenge",
    "issue_tickets",
    "look_at_photo",
    "make_anchor",
    "name_witness",
    "receive_bundle",
    "refuse",
]
