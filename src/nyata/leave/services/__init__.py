"""The writing door of leave."""

from nyata.leave.services.asking import ask
from nyata.leave.services.carrying import record_carry_over
from nyata.leave.services.deciding import Decided, decide, decide_one
from nyata.leave.services.delegating import delegate, end_delegation
from nyata.leave.services.ending import cancel, end_early, withdraw
from nyata.leave.services.files import MOST_BYTES, attach, erase_files, open_attachment
from nyata.leave.services.leaving import end_for_leaver, hand_over_after_move
from nyata.leave.services.letters import File, LetterRefused, decide_letter, record_letter, say_wrong
from nyata.leave.services.outages import Failing, cancel_outage, decide_outage, record_outage

__all__ = [
    "MOST_BYTES",
    "Decided",
    "Failing",
    "File",
    "LetterRefused",
    "ask",
    "attach",
    "cancel",
    "cancel_outage",
    "decide",
    "decide_letter",
    "decide_one",
    "decide_outage",
    "delegate",
    "end_delegation",
    "end_early",
    "end_for_leaver",
    "erase_files",
    "hand_over_after_move",
    "open_attachment",
    "record_carry_over",
    "record_letter",
    "record_outage",
    "say_wrong",
    "withdraw",
]
