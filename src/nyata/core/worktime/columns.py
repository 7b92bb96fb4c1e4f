"""The closed lists that stand in the tables of the working-time function (tables.py) as small numbers, and its minutes.

Minutes are whole minutes since 1970-01-01 00.00 by the wall clock of the law (Asia/Jakarta has no summer time), so that
differences are minutes of work; seconds likewise. A number once given in a list is never given to anything else: day
records are kept for years.
"""

import datetime as dt
from enum import IntEnum, IntFlag

DAY_MINUTES = 1440
EPOCH = dt.date(1970, 1, 1)


class Kind(IntEnum):
    """What a span of the plan is."""

    OFF = 0  # a day of rest by the pattern
    WORK = 1
    HOLIDAY = 2  # national, local or school holiday, collective leave (cuti bersama)
    ON_CALL = 3  # reachable; nothing is asked for until called
    UNPLANNED = 4  # nobody has said what this day asks: no claim is made from it


class Direction(IntEnum):
    """What a punch says of itself; machines often say nothing."""

    UNKNOWN = 0
    IN = 1
    OUT = 2


class Mark(IntEnum):
    """How well the time of a punch is known, carried through to the day record."""

    LIVE = 0
    ANCHORED = 1
    UNPROVEN = 2
    WITNESS = 3
    MACHINE = 4
    CORRECTED = 5
    KIOSK = 6


class Effect(IntEnum):
    """What a cover does to the time it lies over."""

    EXCUSED = 0  # nothing is asked for, nothing is credited
    CREDITED = 1  # counts as work without a punch
    ELSEWHERE = 2  # work is asked for as always, at another place; the day only says so


class Cover(IntEnum):
    """Why a time is not asked for in the ordinary way. Tens: 1x-2x leave, 3x duty, 4x permission, 5x ours."""

    ANNUAL = 10
    LONG = 11
    SICK = 12
    MATERNITY = 13
    IMPORTANT = 14
    UNPAID = 15  # cuti di luar tanggungan negara
    COLLECTIVE = 16  # cuti bersama taken on another day by those who had to work
    TRAVEL = 30
    FIELD = 31
    ELSEWHERE = 32
    TRAINING = 33
    PERMISSION = 40
    SUSPENDED = 41  # pembebasan sementara, tugas belajar: released from the duty to come
    OUTAGE = 50  # our system or the network was down at the site

    @property
    def effect(self) -> Effect:
        """What it does to its time."""
        return _EFFECTS.get(self, Effect.EXCUSED)


# Masuk Kerja is carrying out one's duties in or outside the office (PP 94/2021 Ps 1 no. 5).
_EFFECTS = {
    Cover.TRAVEL: Effect.CREDITED,
    Cover.TRAINING: Effect.CREDITED,
    Cover.OUTAGE: Effect.CREDITED,
    Cover.FIELD: Effect.ELSEWHERE,
    Cover.ELSEWHERE: Effect.ELSEWHERE,
}


class Extent(IntEnum):
    """How much of its days a cover takes."""

    TIMES = 0  # from one minute to another, whatever the day asks
    DAYS = 1  # everything that these days ask, also what ends on the next one
    FIRST_HALF = 2  # until the break, or the middle where there is none
    SECOND_HALF = 3


class Status(IntEnum):
    """What the day was."""

    OFF = 0
    HOLIDAY = 1
    PRESENT = 2
    LEAVE = 3  # all of it excused
    DUTY = 4  # all of it credited by a cover, without punches
    ABSENT = 5  # work was asked for, the time for it is over, and nothing at all is known
    PENDING = 6  # not over yet, nothing known so far: no claim
    UNPLANNED = 7
    ON_CALL = 8
    FLEXIBLE = 9  # no punch on a day of which only the weekly total is owed


class Flag(IntFlag):
    """Reasons of a day record, one bit each; their arguments are its columns, their words are made on reading."""

    LATE = 1 << 0
    EARLY = 1 << 1
    NO_IN = 1 << 2  # left, but nothing shows when the person came
    NO_OUT = 1 << 3  # came, but nothing shows when the person left
    RUNNING = 1 << 4  # came, and the time to leave is not over
    BEYOND = 1 << 5  # minutes after the end, or on a day of rest
    AWAY = 1 << 6  # went out and came back
    PART_COVERED = 1 << 7  # a cover took part of the day
    COVERED = 1 << 8  # a cover took all of it
    WORKED_ON_LEAVE = 1 << 9  # punches although nothing was asked for
    OUT_BEFORE_IN = 1 << 10  # an out with no in before it was not used
    STRAY = 1 << 11  # punches of this day that belong to no span
    UNPROVEN = 1 << 12  # a time in use that only the phone's own clock tells
    CORRECTED = 1 << 13
    SLID = 1 << 14  # flexible start: the end moved with it
    WEEKLY = 1 << 15  # only the weekly total is owed
    ELSEWHERE = 1 << 16  # work from another place was granted
    OVERNIGHT = 1 << 17  # ends on the next day
    SPLIT = 1 << 18  # more than one span
    NO_BANDS = 1 << 19  # no table of bands is in force: minutes only
    OUTAGE = 1 << 20
    RAMADAN = 1 << 21
    PART_MISSED = 1 << 22  # of several spans one has no punch at all; its minutes count as away


def minute_of(day: dt.date, clock: dt.time = dt.time()) -> int:
    """The minute at which a clock time of a day begins."""
    return (day - EPOCH).days * DAY_MINUTES + clock.hour * 60 + clock.minute


def moment_of(minute: int) -> dt.datetime:
    """The wall clock of a minute, without a zone."""
    return dt.datetime.combine(EPOCH, dt.time()) + dt.timedelta(minutes=minute)
