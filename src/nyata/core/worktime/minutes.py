"""Minutes of a span: owed, credited, late, early, away, beyond.

Most spans have one presence and no cover: plain arithmetic. So have, a little longer, those with a single cover over a
part of them and those with times away. Where covers and times away meet, the span is painted minute by minute.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from nyata.core.worktime.columns import Effect, Kind
from nyata.core.worktime.covering import Covered
from nyata.core.worktime.laying import NONE, Bools, Gaps, Ints, Laid, Windows

PAINTED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Minutes:
    """Per span. `first`, `last`: what was asked for in the end, after covers and sliding. `whole`, `part`: covered."""

    owed: Ints
    credited: Ints
    late: Ints
    early: Ints
    away: Ints
    beyond: Ints
    first: Ints
    last: Ints
    slid: Ints
    whole: Bools
    part: Bools


def measure(spans: Windows, laid: Laid, covered: Covered, slack: Ints, weekly: Bools) -> Minutes:
    """The minutes of every span; those of days without work are only counted as beyond."""
    work = spans.kind == Kind.WORK
    came, left = laid.first_in != NONE, laid.last_out != NONE
    covers, away = (np.bincount(rows, minlength=len(work)) for rows in (covered.row, laid.gaps.row))
    # Flexible hours slide only where nothing else changes the day.
    slides = work & came & (covers == 0) & ~weekly
    slid = np.where(slides, np.clip(laid.first_in - spans.start, 0, slack), 0)
    whole, worked = _wholly(spans, covered, covers)
    found = _plainly(spans, laid, slid, whole, worked)
    asked = work & ~whole
    one_cover = asked & (covers == 1) & (away == 0)
    _cover(np.flatnonzero(one_cover[covered.row]), spans, laid, covered, found)
    only_away = asked & (covers == 0) & (away > 0)
    _take_away(np.flatnonzero(only_away[laid.gaps.row]), spans, laid, found)
    rows = np.flatnonzero(asked & (covers > 0) & ~one_cover)
    for at in range(0, len(rows), PAINTED_AT_ONCE):
        _paint(rows[at : at + PAINTED_AT_ONCE], spans, laid, covered, found)
    _count_beyond(spans, laid, found, came & left, work)
    _weekly(spans, laid, found, weekly & work, came & left)
    return found


def _wholly(spans: Windows, covered: Covered, covers: Ints) -> tuple[Bools, Bools]:
    """Which spans one single cover takes altogether, and which of them count as worked. `covers`: how many each has."""
    whole, worked = np.zeros(len(covers), np.bool_), np.zeros(len(covers), np.bool_)
    row = covered.row
    full = (covers[row] == 1) & (covered.start <= spans.start[row]) & (covered.end >= spans.end[row])
    whole[row[full]] = True
    worked[row[full & (covered.effect == Effect.CREDITED)]] = True
    return whole, worked


def _plainly(spans: Windows, laid: Laid, slid: Ints, whole: Bools, worked: Bools) -> Minutes:
    """The minutes as they are where nothing covers a part of a span and nobody was away in between."""
    work = spans.kind == Kind.WORK
    came, left = laid.first_in != NONE, laid.last_out != NONE
    first, last = spans.start + slid, spans.end + slid
    net = (spans.end - spans.start) - (spans.rest_to - spans.rest_from)
    owed = np.where(work & (~whole | worked), net, 0)
    asked = work & ~whole
    late = np.where(asked & came, net_between(spans, first, np.minimum(laid.first_in, last)), 0)
    early = np.where(asked & left, net_between(spans, np.maximum(laid.last_out, first), last), 0)
    return Minutes(
        owed=owed,
        credited=np.where((came & left & work) | worked, np.maximum(owed - late - early, 0), 0),
        late=late,
        early=early,
        away=np.zeros_like(owed),
        beyond=np.zeros_like(owed),
        first=first,
        last=np.where(whole, first, last),
        slid=slid,
        whole=whole,
        part=np.zeros(len(owed), np.bool_),
    )


def net_between(spans: Windows, start: Ints, end: Ints) -> Ints:
    """Minutes from `start` to `end` that are not in the break; 0 where the end is not after the start."""
    inside = np.clip(np.minimum(end, spans.rest_to) - np.maximum(start, spans.rest_from), 0, None)
    return np.asarray(np.clip(end - start, 0, None) - np.where(end > start, inside, 0))


def _cover(which: Ints, spans: Windows, laid: Laid, covered: Covered, found: Minutes) -> None:
    """Spans with one cover each, over a part of them, and nobody away in between."""
    row = covered.row[which]
    mine = _only(spans, row)
    first, last, came, left = found.first[row], found.last[row], laid.first_in[row], laid.last_out[row]
    start, end = np.maximum(covered.start[which], first), np.minimum(covered.end[which], last)
    came, left = np.where(came == NONE, first, np.minimum(came, last)), np.where(left == NONE, last, left)
    left = np.maximum(left, first)
    all_of_it, taken = net_between(mine, first, last), net_between(mine, start, end)
    late = net_between(mine, first, came) - net_between(mine, start, np.minimum(end, came))
    early = net_between(mine, left, last) - net_between(mine, np.maximum(start, left), end)
    wanted = all_of_it - taken
    excused = covered.effect[which] == Effect.EXCUSED
    shown = np.where((laid.first_in[row] != NONE) & (laid.last_out[row] != NONE), wanted - late - early, 0)
    found.owed[row] = np.where(excused, wanted, all_of_it)
    found.late[row], found.early[row] = late, early
    found.credited[row] = shown + np.where(excused, 0, taken)
    found.whole[row], found.part[row] = (wanted == 0) & (taken > 0), (wanted > 0) & (taken > 0)
    begins, ends = first, last
    for _ in range(2):  # a break may follow the cover, or the cover the break
        begins = np.where((mine.rest_from <= begins) & (begins < mine.rest_to), mine.rest_to, begins)
        begins = np.where((start <= begins) & (begins < end), end, begins)
        ends = np.where((mine.rest_from < ends) & (ends <= mine.rest_to), mine.rest_from, ends)
        ends = np.where((start < ends) & (ends <= end), start, ends)
    found.first[row] = np.where(wanted > 0, begins, first)
    found.last[row] = np.where(wanted > 0, ends, first)


def _take_away(which: Ints, spans: Windows, laid: Laid, found: Minutes) -> None:
    """Times away of spans without a cover; they never meet, and lie between the coming and the leaving."""
    row = laid.gaps.row[which]
    start = np.maximum(laid.gaps.start[which], found.first[row])
    lost = net_between(_only(spans, row), start, np.minimum(laid.gaps.end[which], found.last[row]))
    np.add.at(found.away, row, lost)
    np.subtract.at(found.credited, row, np.where(laid.last_out[row] == NONE, 0, lost))


def _only(spans: Windows, row: Ints) -> Windows:
    """These spans."""
    return Windows(*(getattr(spans, one.name)[row] for one in fields(spans)))


class Canvas:
    """Some spans minute by minute, from `zero` (n,) on; marks on it are masks (n, width)."""

    def __init__(self, zero: Ints, width: int) -> None:
        self.zero, self.width = zero, width
        self.minute = np.arange(width, dtype=np.int16)

    def within(self, start: Ints, end: Ints, which: Ints | slice = slice(None)) -> NDArray[np.bool_]:
        """From `start` to `end` of each span, or of those of `which`."""
        zero = self.zero[which]
        low, high = (np.clip(one - zero, 0, self.width).astype(np.int16)[:, None] for one in (start, end))
        return np.asarray((self.minute >= low) & (self.minute < high))

    def painted(self, which: Ints, start: Ints, end: Ints) -> NDArray[np.bool_]:
        """All of these stretches, each of the span `which`."""
        mask = np.zeros((len(self.zero), self.width), np.bool_)
        # A span has one of them, seldom two: the first of each, then the second, and so on.
        while len(which):
            _, first = np.unique(which, return_index=True)
            mask[which[first]] |= self.within(start[first], end[first], which[first])
            rest = np.ones(len(which), np.bool_)
            rest[first] = False
            which, start, end = which[rest], start[rest], end[rest]
        return mask


def _paint(rows: Ints, spans: Windows, laid: Laid, covered: Covered, found: Minutes) -> None:
    """Every minute of these spans: asked for, excused, credited, shown."""
    zero, width = found.first[rows], int((found.last[rows] - found.first[rows]).max())
    at = np.full(len(spans.person), NONE)
    at[rows] = np.arange(len(rows))
    canvas = Canvas(zero, width)
    within, painted = canvas.within, canvas.painted
    asked = within(found.first[rows], found.last[rows])
    asked &= ~within(spans.rest_from[rows], spans.rest_to[rows])
    mine = at[covered.row] != NONE
    whose = at[covered.row[mine]]
    excuses = covered.effect[mine] == Effect.EXCUSED
    start, end = covered.start[mine], covered.end[mine]
    excused = painted(whose[excuses], start[excuses], end[excuses]) & asked
    credited = painted(whose[~excuses], start[~excuses], end[~excuses]) & asked & ~excused
    wanted = asked & ~excused & ~credited
    came, left = laid.first_in[rows], laid.last_out[rows]
    before = within(zero, np.where(came == NONE, zero, came)) & wanted
    after = within(np.where(left == NONE, zero + width, left), zero + width) & wanted
    gone = laid.gaps
    ours = at[gone.row] != NONE
    away = painted(at[gone.row[ours]], gone.start[ours], gone.end[ours]) & wanted & ~before & ~after
    here = wanted & ~before & ~after & ~away & ((came != NONE) & (left != NONE))[:, None]

    found.owed[rows] = (asked & ~excused).sum(1)
    found.late[rows], found.early[rows], found.away[rows] = before.sum(1), after.sum(1), away.sum(1)
    found.credited[rows] = (here | credited).sum(1)
    rest = wanted.any(1)
    is_covered = (excused | credited).any(1)
    found.whole[rows], found.part[rows] = ~rest & is_covered, rest & is_covered
    found.first[rows] = zero + np.where(rest, wanted.argmax(1), 0)
    found.last[rows] = zero + np.where(rest, width - wanted[:, ::-1].argmax(1), 0)


def _count_beyond(spans: Windows, laid: Laid, found: Minutes, both: Bools, work: Bools) -> None:
    """What was recorded after the end, or on a day on which nothing was asked for; times away are not counted."""
    until = spans.end + found.slid
    beginning = np.where(work, np.maximum(until, laid.first_in), laid.first_in)
    counts = both & ~found.whole
    found.beyond[:] = np.where(counts, np.clip(laid.last_out - beginning, 0, None), 0)
    gone: Gaps = laid.gaps
    if len(gone.row):
        lost = np.clip(gone.end - np.maximum(gone.start, beginning[gone.row]), 0, None)
        np.subtract.at(found.beyond, gone.row, np.where(counts[gone.row], lost, 0))


def _weekly(spans: Windows, laid: Laid, found: Minutes, weekly: Bools, both: Bools) -> None:
    """Where only the weekly total is owed, all that was worked counts, whenever it was; nothing is late or early."""
    rows = np.flatnonzero(weekly)
    if not len(rows):
        return
    present = np.where(both, net_between(spans, laid.first_in, laid.last_out), 0)
    np.subtract.at(present, laid.gaps.row, net_gap(spans, laid.gaps))
    found.credited[rows] = np.maximum(present, found.credited)[rows]
    found.late[rows] = found.early[rows] = found.away[rows] = found.beyond[rows] = 0


def net_gap(spans: Windows, gaps: Gaps) -> Ints:
    """Minutes of each time away that are not in the break."""
    rest = np.minimum(gaps.end, spans.rest_to[gaps.row]) - np.maximum(gaps.start, spans.rest_from[gaps.row])
    return np.asarray((gaps.end - gaps.start) - np.clip(rest, 0, None))
