"""The columnar function agrees with a slow, plain one over random schedules, punches and covers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.core.tests.worktime.cases import columnar
from nyata.core.tests.worktime.plainly import Leave, Punch, Span, Terms, records
from nyata.core.worktime.columns import Cover, Direction, Effect, Extent, Flag, Kind, Mark, Status

FIRST = 20_000  # a day like any other
minutes = st.integers(0, 5 * 1440)


@st.composite
def shifts(draw: st.DrawFn, day: int) -> list[Span]:
    """What one day asks: a day of rest, one span (perhaps beyond midnight), or two."""
    midnight = day * 1440
    form = draw(st.sampled_from(["off", "holiday", "call", "day", "day", "day", "night", "split"]))
    whole = {"off": Kind.OFF, "holiday": Kind.HOLIDAY, "call": Kind.ON_CALL}
    if form in whole:
        return [Span(day, midnight, midnight + 1440, kind=whole[form])]
    if form == "split":
        first = midnight + draw(st.integers(300, 420))
        return [Span(day, first, first + 240, 0), Span(day, first + 240 + draw(st.integers(0, 240)), first + 700, 1)]
    start = midnight + (450 if form == "day" else 1200) + draw(st.integers(-60, 60))
    length = draw(st.integers(320, 540 if form == "day" else 640))
    rest = (start + 240, start + 240 + draw(st.sampled_from([0, 30, 60])))
    slack = draw(st.sampled_from([0, 0, 0, 60]))
    weekly = draw(st.sampled_from([False] * 5 + [True]))
    return [Span(day, start, start + length, rest=rest, slack=slack, weekly=weekly)]


@st.composite
def weeks(draw: st.DrawFn) -> list[Span]:
    found: list[Span] = []
    for day in range(FIRST, FIRST + 4):
        for span in draw(shifts(day)):
            if span.kind == Kind.WORK and found and found[-1].kind == Kind.WORK and span.start < found[-1].end:
                continue
            found.append(span)
    return found


punches = st.lists(
    st.builds(
        Punch,
        st.integers(FIRST * 86400, (FIRST + 5) * 86400),
        st.sampled_from(Direction),
        st.sampled_from([Mark.LIVE, Mark.UNPROVEN, Mark.CORRECTED]),
    ),
    max_size=12,
    unique_by=lambda punch: punch.second,
)


@st.composite
def leaves(draw: st.DrawFn) -> list[Leave]:
    found: list[Leave] = []
    at = FIRST * 1440
    for _ in range(draw(st.integers(0, 3))):
        extent = draw(st.sampled_from(Extent))
        if extent == Extent.TIMES:
            start = at + draw(st.integers(1, 1500))
            end = start + draw(st.integers(1, 700))
        else:
            start = -(-at // 1440) * 1440 + 1440 * draw(st.integers(0, 1))
            end = start + 1440 * draw(st.integers(1, 2))
        found.append(Leave(start, end, draw(st.sampled_from(Cover)), extent))
        at = end
    return found


terms = st.builds(
    Terms,
    before=st.sampled_from([60, 120]),
    after=st.sampled_from([240, 360]),
    late=st.sampled_from([(1, 31, 61, 91), (0, 0, 0, 0)]),
    early=st.sampled_from([(1, 31, 61, 91), (0, 0, 0, 0)]),
)


@settings(max_examples=200, deadline=None)
@given(weeks(), punches, leaves(), terms, minutes)
def test_the_columnar_function_agrees_with_the_plain_one(
    spans: list[Span], given_punches: list[Punch], covers: list[Leave], rules: Terms, passed: int
) -> None:
    now = FIRST * 1440 + passed
    plain = records(spans, given_punches, covers, rules, now)
    quick = columnar(spans, given_punches, covers, rules, now)
    assert quick == plain


@settings(max_examples=100, deadline=None)
@given(weeks(), punches, leaves())
def test_what_is_owed_is_credited_late_early_or_away_where_both_ends_are_known(
    spans: list[Span], given_punches: list[Punch], covers: list[Leave]
) -> None:
    for day in columnar(spans, given_punches, covers, Terms(), (FIRST + 9) * 1440):
        flags = Flag(day["flags"])
        unknown = flags & (Flag.NO_IN | Flag.NO_OUT | Flag.WEEKLY) or day["first_in"] is None
        if not unknown and day["status"] != Status.ABSENT:
            assert day["owed"] == day["credited"] + day["late"] + day["early"] + day["away"]


def test_every_cover_has_an_effect() -> None:
    assert {cover.effect for cover in Cover} == set(Effect)
