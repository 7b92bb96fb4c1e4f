"""Every story of policy/scenarios comes out as a legal officer reads it there."""

from pathlib import Path

import pytest

from nyata.core import policy
from nyata.core.worktime import scenario
from nyata.core.worktime.scenario import Story, StoryError

ROOT = Path(__file__).resolve().parents[2] / "policy"
STORIES = [story for path in sorted((ROOT / "scenarios").glob("*.yaml")) for story in scenario.read(path)]


@pytest.fixture(scope="module")
def book() -> policy.Book:
    return policy.load(ROOT)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.place)
def test_a_story_comes_out_as_it_is_told(story: Story, book: policy.Book) -> None:
    assert scenario.evaluate(story, book).differences == ()


def test_there_are_at_least_sixty_stories_and_no_two_have_the_same_name() -> None:
    assert len(STORIES) >= 60
    assert len({story.name for story in STORIES}) == len(STORIES)


def test_a_story_that_comes_out_otherwise_says_what_differs(book: policy.Book) -> None:
    story = next(one for one in STORIES if one.name == "Tepat waktu")
    day = story.days[0]
    other = Story(story.name, story.words, story.fields, {day: {"late": 7, "flags": ["early"], "without": ["beyond"]}})
    assert scenario.evaluate(other, book).differences == (
        f"{day}: late is 0, expected 7",
        f"{day}: early is missing",
        f"{day}: beyond is there",
    )


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("- {name: A, story: b, schedule: five_day}", "expected missing"),
        ("- {name: A, story: b, schedule: five_day, expected: {2026-01-19: {mood: good}}}", "must be among"),
        ("- {name: A, story: b, schedule: five_day, expected: {monday: {late: 1}}}", "must name days"),
        ("- {name: A, story: b, weather: rain, schedule: five_day, expected: {2026-01-19: {late: 1}}}", "weather"),
        ("name: A", "list of stories"),
        ("- [", "not YAML"),
    ],
)
def test_a_story_that_cannot_be_read_says_why(tmp_path: Path, written: str, why: str) -> None:
    path = tmp_path / "cerita.yaml"
    path.write_text(written)
    with pytest.raises(StoryError, match=why):
        scenario.read(path)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("punches: [Monday 07.30 in]", "is not a punch"),
        ("leave: [{kind: nap, first: 2026-01-19}]", "NAP"),
        ("employment: JEDI", "JEDI"),
        ("roster: {2026-01-19: Z}", "Z"),
    ],
)
def test_a_word_that_nobody_knows_stops_the_story(tmp_path: Path, book: policy.Book, fields: str, why: str) -> None:
    path = tmp_path / "cerita.yaml"
    fixed = "name: A\n  story: b\n  schedule: five_day\n  expected: {2026-01-19: {late: 1}}"
    path.write_text(f"- {fixed}\n  {fields}\n")
    with pytest.raises(StoryError, match=why):
        scenario.evaluate(scenario.read(path)[0], book)
