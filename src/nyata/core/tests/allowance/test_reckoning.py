"""A month's allowance: exact, never negative, never over the cap, and never more for more lateness."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.allowance.reckoning import Day, reckon
from nyata.core.allowance.steps import Code, read
from nyata.core.allowance.template import BandRate, Conversion, Rate, Template, names, template
from nyata.core.policy import PolicyError, load
from nyata.core.policy_units import LEAVES
from nyata.core.tests.cases import BOOK

MONTH = [dt.date(2026, 9, number) for number in range(1, 31)]
FIRST = MONTH[0]

percents = st.integers(0, 10_000).map(lambda number: Decimal(number).scaleb(-2))
rates = st.builds(Rate, percents, st.sampled_from(["total_tpp", "discipline_component"]), st.just("Perbup contoh"))
totals = st.builds(Rate, percents, st.just("total_tpp"), st.just("Perbup contoh"))


@st.composite
def tables(draw, code):
    """Up to four bands of which a later one never costs less."""
    starts = sorted(draw(st.sets(st.integers(1, 200), max_size=4)))
    base = draw(st.sampled_from(["total_tpp", "discipline_component"]))
    costs = sorted(draw(st.lists(percents, min_size=len(starts), max_size=len(starts))))
    return tuple(
        BandRate(start, f"{code}{at}", Rate(cost, base, "Perbup contoh"))
        for at, (start, cost) in enumerate(zip(starts, costs, strict=True), start=1)
    )


@st.composite
def templates(draw):
    steps = sorted(draw(st.lists(percents, max_size=4)))
    found = Template(
        "contoh", True, late=draw(tables("TL")), early=draw(tables("PSW")), late_day=draw(st.none() | rates),
        no_record=draw(st.none() | rates), absent_day=draw(st.none() | rates),
        absent_steps=tuple(Rate(one, "total_tpp", "Perbup contoh") for one in steps),
        leave_day=draw(st.none() | rates), leave_kinds=frozenset(draw(st.sets(st.sampled_from(LEAVES)))),
        apel_missed=draw(st.none() | rates), share=draw(totals), cap=draw(st.none() | totals), cap_source="Perbup",
        conversion=draw(st.none() | st.builds(Conversion, st.integers(60, 600), st.booleans(), st.just("Perbup"))),
        rounding=draw(st.sampled_from(["down", "nearest", "up"])), duty_source=draw(st.sampled_from(["", "SE Sekda"])),
    )  # fmt: skip
    return found if found.is_usable else replace(found, absent_day=draw(rates))


@st.composite
def months(draw):
    minutes = st.sampled_from([0, 0, 0, 1, 30, 31, 61, 90, 91, 300])
    days = draw(st.lists(st.sampled_from(MONTH), unique=True, max_size=22))
    return [
        Day(
            day, late=draw(minutes), early=draw(minutes), no_in=draw(st.booleans()), no_out=draw(st.booleans()),
            late_band=draw(st.integers(0, 4)), early_band=draw(st.integers(0, 4)), absent=draw(st.booleans()),
            leave=draw(st.sampled_from(["", *LEAVES])), duty=draw(st.booleans()), apel_missed=draw(st.integers(0, 2)),
        )
        for day in days
    ]  # fmt: skip


amounts = st.integers(0, 60_000_000)


@given(months(), templates(), amounts)
def test_the_steps_lead_from_the_amount_to_what_is_paid(month, rules, amount):
    found = reckon(month, rules, amount)
    assert found.steps[0].before == amount and found.steps[-1].after == found.pay
    assert all(one.after == two.before for one, two in zip(found.steps, found.steps[1:], strict=False))
    assert amount - sum(step.deduction for step in found.steps) == found.pay == amount - found.deduction
    for step in found.steps:
        if step.rate is not None and step.count:
            assert step.deduction == step.count * step.rate * step.of / 100


@given(months(), templates(), amounts)
def test_nobody_is_paid_less_than_nothing_nor_loses_more_than_the_cap(month, rules, amount):
    found = reckon(month, rules, amount)
    assert 0 <= found.pay <= amount
    if rules.cap:
        assert found.deduction <= amount * rules.cap.percent / 100


@given(months(), templates(), amounts, st.randoms(use_true_random=False))
def test_the_order_of_the_days_does_not_matter(month, rules, amount, dice):
    shuffled = list(month)
    dice.shuffle(shuffled)
    assert reckon(shuffled, rules, amount) == reckon(month, rules, amount)


@given(months(), templates(), amounts, st.data())
def test_more_lateness_never_pays_more(month, rules, amount, data):
    if not month:
        return
    at = data.draw(st.integers(0, len(month) - 1))
    side = data.draw(st.sampled_from(["late", "early"]))
    # Minutes are known only of who has a record of that end of the day.
    known = replace(month[at], no_in=False, no_out=False)
    worse = replace(known, **{side: getattr(known, side) + data.draw(st.integers(0, 240))})
    before, after = [*month], [*month]
    before[at], after[at] = known, worse
    assert reckon(after, rules, amount).pay <= reckon(before, rules, amount).pay


@given(months(), templates(), amounts, st.sampled_from(MONTH))
def test_an_absence_more_never_pays_more(month, rules, amount, day):
    others = [one for one in month if one.day != day]
    assert reckon([*others, Day(day, absent=True)], rules, amount).pay <= reckon(others, rules, amount).pay


@given(months(), templates(), amounts)
def test_what_is_kept_reads_back_as_it_was(month, rules, amount):
    for step in reckon(month, rules, amount).steps:
        assert read(step.written()) == step


def rules_of(name, week="five_day", switched=()):
    policy = BOOK.on(dt.date(2026, 9, 30), employment="PNS", week=week, season="normal", activations=switched)
    return template(policy, BOOK, name, week)


@pytest.mark.parametrize("name", ["kemenkeu", "kementan", "ngawi", "ogan_ilir", "tulang_bawang"])
def test_examples_can_be_worked_out(name):
    found = rules_of(name)
    assert found.is_usable and found.is_example
    assert all(rate.source for rate in found.costs)


def test_of_tebo_only_the_ends_of_a_table_are_known_so_it_is_not_worked_out():
    found = rules_of("tebo")
    assert not found.is_usable
    with pytest.raises(ValueError, match="tebo cannot be used"):
        reckon([], found, 1)


def test_oki_has_no_rule_that_costs_anything():
    found = rules_of("oki")
    assert not found.is_usable and not found.costs and not found.is_example
    assert "Sekda" in found.duty_source


def test_an_unknown_template_and_a_negative_amount_are_refused():
    with pytest.raises(PolicyError, match="atlantis"):
        rules_of("atlantis")
    with pytest.raises(ValueError):
        reckon([], rules_of("ngawi"), -1)


def test_minutes_become_days_by_the_week_only():
    assert [rules_of("ngawi", week).conversion.minutes for week in ("five_day", "six_day")] == [450, 390]


OWN = """
late_bands:
  title: Potongan TPP karena terlambat
  description: Bands.
  unit: bands
  values:
    - from: 2026-01-01
      value: {bands}
      source: Perbup OKI 30/2026 Ps 12
      status: A
"""
BASE = """
base:
  title: Dasar
  description: Base.
  unit: base
  values: [{{from: 2026-01-01, value: {base}, source: Ps 13, status: A}}]
rounding:
  title: Pembulatan
  description: Rounding.
  unit: rounding
  values: [{{from: 2026-01-01, value: down, source: Ps 14, status: A}}]
"""
SWITCH = """
late_to_absence:
  title: Menit jadi hari
  description: Whether.
  unit: switch
  values: [{from: 2026-01-01, value: yes, source: Ps 15, status: open}]
"""
WEEK = """
norm:
  title: Jam kerja seminggu
  description: Norm.
  unit: minutes/week
  values: [{from: 2026-01-01, value: 2250, source: Ps 4, status: A}]
"""
DAYS = """
working_days:
  title: Hari kerja
  description: Days.
  unit: weekdays
  values: [{from: 2026-01-01, value: [mon, tue, wed, thu, fri], source: Ps 3, status: A}]
"""


def own(tmp_path, text, *, switched=()):
    """The template `kita` of a policy that has only this."""
    files = {
        "allowance/kita.yaml": text, "discipline/absence.yaml": SWITCH, "working_time/week.yaml": WEEK,
        "working_time/standard.yaml": DAYS,
        "working_time/six_day.yaml": DAYS.replace("thu, fri", "thu, fri, sat"),
        "facts.yaml": "employment: [PNS]\nweek: [five_day, six_day]\nseason: [normal]\n",
    }  # fmt: skip
    for place, content in files.items():
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    from nyata.core.policy import Activation

    book = load(tmp_path)
    assert names(book) == ("kita", ())
    on = [Activation(value.id, dt.date(2026, 1, 1)) for key in switched for value in book.keys[key].values]
    policy = book.on(dt.date(2026, 9, 30), activations=on, employment="PNS", week="five_day", season="normal")
    return template(policy, book, "kita")


TWO = "[{from_minutes: 1, code: TL1, percent: 0.5}, {from_minutes: 31, code: TL2, percent: 1}]"


def test_what_a_region_switched_on_counts(tmp_path):
    found = own(tmp_path, OWN.format(bands=TWO) + BASE.format(base="total_tpp"))
    assert found.is_usable and not found.is_example and found.conversion is None
    said = reckon([Day(FIRST, late=31)], found, 333_333)
    assert (said.deduction, said.steps[1].deduction) == (3333, Decimal("3333.33"))
    assert [step.code for step in said.steps] == [Code.AMOUNT, Code.LATE, Code.ROUNDING, Code.CAP]


@pytest.mark.parametrize(
    ("bands", "more", "missing"),
    [
        (TWO, "", ("base",)),
        (TWO, BASE.format(base="discipline_component"), ("discipline_share",)),
        (TWO.replace("percent: 1}", "percent: 0.25}"), BASE.format(base="total_tpp"), ("late_bands",)),
        ("[{from_minutes: 1, code: TL1}]", BASE.format(base="total_tpp"), ("late_bands",)),
    ],
)
def test_rules_that_are_not_whole_are_not_used_and_say_what_lacks(tmp_path, bands, more, missing):
    found = own(tmp_path, OWN.format(bands=bands) + more)
    assert found.missing == missing and not found.is_usable


def test_minutes_become_days_here_only_once_that_is_switched_on(tmp_path):
    text = OWN.format(bands=TWO) + BASE.format(base="total_tpp")
    assert own(tmp_path, text).conversion is None
    found = own(tmp_path, text, switched=["discipline.absence.late_to_absence"]).conversion
    assert found == Conversion(450, True, "Ps 15")
