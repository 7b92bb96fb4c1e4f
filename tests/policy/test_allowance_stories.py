"""Every story of policy/scenarios/allowance comes out as a legal officer reads it there."""

from pathlib import Path

import pytest

from nyata.core import policy
from nyata.core.allowance import scenario
from nyata.core.allowance.scenario import Story, StoryError

ROOT = Path(__file__).resolve().parents[2] / "policy"
STORIES = [
    story for path in sorted((ROOT / "scenarios" / scenario.FOLDER).glob("*.yaml")) for story in scenario.read(path)
]


@pytest.fixture(scope="module")
def book() -> policy.Book:
    return policy.load(ROOT)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.place)
def test_a_story_comes_out_as_it_is_told(story: Story, book: policy.Book) -> None:
    assert scenario.evaluate(story, book).differences == ()


def test_there_are_at_least_eight_stories_and_no_two_have_the_same_name() -> None:
    assert len(STORIES) >= 8
    assert len({story.name for story in STORIES}) == len(STORIES)


def test_a_story_that_comes_out_otherwise_says_what_differs(book: policy.Book) -> None:
    told = next(one for one in STORIES if one.name.startswith("Tiga kali TL1"))
    expected = {"deduction": 1, "pay": 3976000, "steps": {"late TL1": 1, "absent": 5}}
    other = Story(told.name, told.words, {**told.fields, "expected": expected}, told.place)
    assert scenario.evaluate(other, book).differences == (
        "deduction is 24000, expected 1",
        "step late TL1 is 24000, expected 1",
        "step absent is missing, expected 5",
    )
    unusable = Story(told.name, told.words, {**told.fields, "expected": {"unusable": True}}, told.place)
    assert scenario.evaluate(unusable, book).differences == ("the template is usable",)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("- {name: A, story: b, template: ngawi, amount: 1, days: {2026-09-01: {late: 1}}}", "expected missing"),
        ("- {name: A, mood: b}", "mood is not a known field"),
        ("- {name: A, story: b, template: x, amount: 1, days: {monday: {late: 1}}, expected: {pay: 1}}", "name days"),
        (
            "- {name: A, story: b, template: x, amount: 1, days: {2026-09-01: {nap: 1}}, expected: {pay: 1}}",
            "a day was",
        ),
        (
            "- {name: A, story: b, template: x, amount: 1, days: {2026-09-01: {leave: nap}}, expected: {pay: 1}}",
            "leave must",
        ),
        ("- {name: A, story: b, template: x, amount: 1, days: {2026-09-01: {late: 1}}, expected: {x: 1}}", "expected"),
        ("name: A", "list of stories"),
        ("- [", "not YAML"),
    ],
)
def test_a_story_that_cannot_be_read_says_why(tmp_path: Path, written: str, why: str) -> None:
    path = tmp_path / "cerita.yaml"
    path.write_text(written)
    with pytest.raises(StoryError, match=why):
        scenario.read(path)


def test_a_template_or_amount_that_cannot_be_stops_the_story(tmp_path: Path, book: policy.Book) -> None:
    path = tmp_path / "cerita.yaml"
    line = "- {name: A, story: b, template: %s, amount: %s, days: {2026-09-01: {late: 1}}, expected: {pay: 1}}\n"
    path.write_text(line % ("atlantis", "1") + line % ("ngawi", "-5"))
    unknown, negative = scenario.read(path)
    with pytest.raises(policy.PolicyError, match="atlantis"):
        scenario.evaluate(unknown, book)
    with pytest.raises(StoryError, match="cannot be used|negative"):
        scenario.evaluate(negative, book)
