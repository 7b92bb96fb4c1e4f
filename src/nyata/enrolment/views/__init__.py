"""Pages of enrolling."""

from nyata.enrolment.views.arranging import accommodations, end_accommodation
from nyata.enrolment.views.changing import changes, decide_change
from nyata.enrolment.views.desk import cancel, desk, opened, opened_state, start
from nyata.enrolment.views.looking import lookalike, lookalikes, reverification, reverifications
from nyata.enrolment.views.own import ask_change, looks, notice, phone

__all__ = [
    "accommodations",
    "ask_change",
    "cancel",
    "changes",
    "decide_change",
    "desk",
    "end_accommodation",
    "lookalike",
    "lookalikes",
    "looks",
    "notice",
    "opened",
    "opened_state",
    "phone",
    "reverification",
    "reverifications",
    "start",
]
