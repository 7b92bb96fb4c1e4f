"""The closed lists of apel. A number once given is never given to anything else: lists of sealed sessions are kept."""

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from nyata.core.worktime.columns import Cover


class Kind(models.TextChoices):
    """What a session is; which rule suspends it follows from this (policy/apel/sessions.yaml)."""

    MONTHLY = "monthly", _("Apel bulanan")
    MONDAY = "monday", _("Apel Senin")
    CEREMONY = "ceremony", _("Upacara")


class Rhythm(models.TextChoices):
    """When the sessions of a series are: `number` is the nth weekday of a month (5: the last), or its date."""

    WEEKLY = "weekly", _("Setiap minggu")
    NTH_WEEKDAY = "nth", _("Setiap bulan pada hari tertentu")
    DATE = "date", _("Setiap bulan pada tanggal tertentu")


class State(IntEnum):
    """What is known of one person at one session."""

    PRESENT = 1
    REVIEW = 2  # acted in the window; somebody, or the machine, still looks
    EXCUSED = 3
    ASKED = 4  # gave a reason that waits for an answer
    MISSED = 5  # the window is over, and nothing is known
    AWAITED = 6  # the window is not over: no claim
    NOT_INVITED = 9  # stood in a sealed list, and is no longer of the invited


class Why(IntEnum):
    """Why somebody need not be there: 1x what was granted, 2x the day, 3x arrangements, 4x answered, 5x the session."""

    NONE = 0
    LEAVE = 10
    DUTY = 11
    ELSEWHERE = 12  # field duty, work from another approved place
    PERMISSION = 13
    RELEASED = 14  # tugas belajar, pembebasan sementara
    OUTAGE = 15
    REST = 20  # nothing is asked of them on this day
    HOLIDAY = 21  # a day off of their own calendar
    OTHER_HOURS = 22  # their work begins after the session, or was over before it
    ON_CALL = 23
    UNPLANNED = 24  # nobody has said what the day asks of them: no claim
    ACCOMMODATION = 30
    GRANTED = 40
    NOT_HELD = 50  # suspended by a rule, perhaps declared afterwards


class Known(IntEnum):
    """How the time of somebody's presence is known."""

    LIVE = 0
    ANCHORED = 1
    UNPROVEN = 2
    WITNESS = 3


# Which leave it is belongs to the person and who approves it; here a leave is a leave.
WHY_OF = {
    Cover.TRAVEL: Why.DUTY,
    Cover.TRAINING: Why.DUTY,
    Cover.FIELD: Why.ELSEWHERE,
    Cover.ELSEWHERE: Why.ELSEWHERE,
    Cover.PERMISSION: Why.PERMISSION,
    Cover.SUSPENDED: Why.RELEASED,
    Cover.OUTAGE: Why.OUTAGE,
}
