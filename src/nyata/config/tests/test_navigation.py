"""The navigation: headings for those with many places, one line for those with few, the current one marked."""

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.config.navigation import FEW, HEADINGS, circles
from nyata.people.selectors import authority_of
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def sections(client, person, address="people:help"):
    return signed_in(client, person).get(reverse(address)).context["sections"]


def test_who_has_few_places_finds_them_in_one_line_without_headings(people, client):
    (line,) = sections(client, people.servant)
    assert line.word == ""
    assert 1 < len(line.places) <= FEW
    page = client.get(reverse("people:help")).content.decode()
    assert 'class="section"' not in page


def test_who_has_many_finds_them_under_headings_that_open_without_script(people, client):
    found = sections(client, people.hr)
    assert [section.word for section in found] == ["Saya", "Tim", "Laporan", "Kepegawaian", "Akun & bantuan"]
    page = client.get(reverse("people:help")).content.decode()
    assert page.count('<details class="section" name="bar">') == len(found)
    assert page.count('<details class="section" name="menu"') == len(found)


@pytest.mark.parametrize("who", ["supervisor", "hr", "operator", "auditor", "executive"])
def test_no_heading_stands_over_a_single_place(people, client, who):
    for section in sections(client, getattr(people, who)):
        assert not section.word or len(section.places) > 1


def test_the_page_itself_is_marked_and_its_section_with_it(people, client):
    found = sections(client, people.hr, "people:units")
    marked = [
        (section.word, place.url, place.current) for section in found for place in section.places if place.current
    ]
    assert marked == [("Kepegawaian", reverse("people:units"), "page")]
    page = client.get(reverse("people:units")).content.decode()
    assert '<summary data-current><span>Kepegawaian</span><span class="visually-hidden">(bagian ini)</span>' in page
    assert f'<a href="{reverse("people:units")}" aria-current="page">' in page
    assert '<details class="section" name="menu" open>' in page  # on a phone its list lies open


def test_a_page_within_a_place_marks_the_nearest_place(people, client):
    found = sections(client, people.hr, "people:open_unit")
    marked = [(place.url, place.current) for section in found for place in section.places if place.current]
    assert marked == [(reverse("people:units"), "true")]


def test_every_entry_leads_somewhere_and_its_audience_exists(people):
    somebody = {who for person in vars(people).values() if hasattr(person, "nip") for who in circles_of(person)}
    for heading in HEADINGS:
        for entry in heading.entries:
            assert reverse(entry.name)
            assert entry.who in somebody | {"phone_approvers"}


def circles_of(person) -> set[str]:
    return circles(authority_of(person, timezone.localdate()))
