import datetime as dt

import pytest

from nyata.people import selectors
from nyata.people.middleware import RequestAuthority
from nyata.people.models import Person, Post
from nyata.people.selectors.authority import remembering
from nyata.people.tests.factories import make_person, make_post, make_unit

TODAY = dt.date(2026, 1, 19)
pytestmark = pytest.mark.django_db


def visible(actor: Person) -> set[Person]:
    return set(selectors.people_visible_to(actor, TODAY))


def test_a_servant_sees_only_themselves(five):
    assert visible(five.servant) == {five.servant}


def test_a_supervisor_sees_their_unit_and_not_another(five):
    assert visible(five.supervisor) == {five.servant, five.supervisor}
    assert five.servant not in visible(five.other_supervisor)


def test_an_operator_sees_the_units_below_theirs(five):
    assert visible(five.operator) == {five.servant, five.supervisor, five.operator}


@pytest.mark.parametrize("role", ["hr", "auditor", "executive"])
def test_hr_auditor_and_executive_see_everybody(five, role):
    assert visible(getattr(five, role)) == set(Person.objects.all())


def test_a_unit_whose_number_begins_like_another_is_not_below_it(five):
    five.clinic.path = f"{five.roads.path.rstrip('.')}1."
    five.clinic.save()
    assert five.servant not in visible(five.other_supervisor)


def test_a_post_is_in_force_on_its_first_and_last_day_and_not_beside_them(five):
    day, week = dt.timedelta(days=1), dt.timedelta(days=7)
    make_post(five.auditor, Post.Role.SUPERVISOR, unit=five.clinic, valid_from=TODAY, valid_to=TODAY + week)
    on = {
        when: selectors.authority_of(five.auditor, when).supervises_person(five.servant)
        for when in (TODAY - day, TODAY, TODAY + week, TODAY + week + day)
    }
    assert list(on.values()) == [False, True, True, False]


def test_nobody_supervises_or_operates_themselves(five):
    authority = selectors.authority_of(five.supervisor, TODAY)
    assert authority.supervises_person(five.servant)
    assert not authority.supervises_person(five.supervisor)
    assert not selectors.authority_of(five.operator, TODAY).operates_person(five.operator)


def test_a_plt_has_the_power_of_the_post(five):
    make_post(five.hr, Post.Role.OPD_HEAD, unit=five.health, standing=Post.Standing.PLT)
    assert selectors.authority_of(five.hr, TODAY).supervises_person(five.servant)


def test_who_has_left_has_no_power(five):
    five.hr.is_active = False
    authority = selectors.authority_of(five.hr, TODAY)
    assert (authority.roles, authority.is_hr) == (frozenset(), False)


def test_a_path_below_another_of_the_same_person_is_not_repeated(five):
    make_post(five.supervisor, Post.Role.OPD_HEAD, unit=five.health)
    assert selectors.authority_of(five.supervisor, TODAY).supervises == (five.health.path,)


def test_supervisors_come_nearest_first_and_never_the_person(five):
    head = make_person("Kepala Dinas", unit=five.health)
    make_post(head, Post.Role.OPD_HEAD)
    assert selectors.supervisors_of(five.servant, TODAY) == [five.supervisor, head]
    assert selectors.supervisors_of(five.supervisor, TODAY) == [head]
    assert selectors.supervisors_of(head, TODAY) == []


def test_a_supervisor_who_left_is_not_named(five):
    Person.objects.filter(pk=five.supervisor.pk).update(is_active=False)
    assert selectors.supervisors_of(five.servant, TODAY) == []


def test_selectors_ask_the_same_number_of_questions_however_large_the_tree(five, django_assert_num_queries):
    unit = five.clinic
    for step in range(5):
        unit = make_unit(f"Unit {step}", parent=unit)
        make_post(make_person(unit=unit), Post.Role.SUPERVISOR)
    deep = make_person(unit=unit)
    with django_assert_num_queries(1):
        selectors.authority_of(five.operator, TODAY)
    with django_assert_num_queries(2):
        people = list(selectors.people_visible_to(five.operator, TODAY))
        assert all(person.unit.path for person in people)
    with django_assert_num_queries(1):
        assert len(selectors.supervisors_of(deep, TODAY)) == 6
    with django_assert_num_queries(2):
        selectors.sites_for(deep, TODAY)
        selectors.stage_of(deep, TODAY)


def test_while_a_page_is_read_powers_are_asked_for_once_a_person_and_day(five, django_assert_num_queries):
    with remembering(), django_assert_num_queries(3):
        for _ in range(2):
            assert selectors.authority_of(five.hr, TODAY).is_hr
            assert not selectors.authority_of(five.servant, TODAY).is_hr
            selectors.authority_of(five.hr, TODAY + dt.timedelta(days=1))


def test_what_was_remembered_for_one_page_is_forgotten_for_the_next(five):
    with remembering():
        assert selectors.authority_of(five.hr, TODAY).is_hr
    Post.objects.filter(person=five.hr).update(valid_to=TODAY - dt.timedelta(days=1))
    with remembering():
        assert not selectors.authority_of(five.hr, TODAY).is_hr


@pytest.mark.parametrize(("method", "reads"), [("get", 1), ("head", 1), ("post", 2)])
def test_a_change_reads_powers_anew_at_every_guard(five, rf, django_assert_num_queries, method, reads):
    def answer(request):
        for _ in range(2):
            assert selectors.authority_of(five.hr, TODAY).is_hr

    with django_assert_num_queries(reads):
        RequestAuthority(answer)(getattr(rf, method)("/"))
