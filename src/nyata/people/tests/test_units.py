from dataclasses import replace

import pytest

from nyata.people import selectors, services
from nyata.people.models import Unit
from nyata.people.refusals import Code
from nyata.people.selectors.desk import unit_tree
from nyata.people.services import UnitParticulars
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_person, make_unit


def particulars(unit: Unit | None = None, **changed) -> UnitParticulars:
    first = UnitParticulars(
        code="BARU-1", name="Bidang Baru", short_name="", kind=Unit.Kind.DIVISION, parent=None, district=None
    )
    if unit:
        first = UnitParticulars(**{name: getattr(unit, name) for name in UnitParticulars.__slots__})
    return replace(first, **changed)


@pytest.fixture
def open_unit(five, now):
    return lambda **changed: services.open_unit(actor=five.hr, particulars=particulars(**changed), at=now)


@pytest.fixture
def change(five, now):
    def act(unit, **changed):
        return services.change_unit(actor=five.hr, unit=unit, particulars=particulars(unit, **changed), at=now)

    return act


def test_a_new_unit_stands_below_its_parent(open_unit, five):
    unit = open_unit(parent=five.clinic)
    assert unit.path == f"{five.clinic.path}{unit.pk}."
    assert says(entries("unit")[0], action="opened", unit=unit.pk, parent=five.clinic.pk)


def test_an_opd_has_no_parent_and_every_other_unit_has_one(open_unit, five):
    with refused(Code.OPD_HAS_NO_PARENT):
        open_unit(kind=Unit.Kind.OPD, parent=five.health)
    with refused(Code.UNIT_NEEDS_PARENT):
        open_unit()
    opd = open_unit(kind=Unit.Kind.OPD)
    assert opd.path == f"{opd.pk}."


def test_a_code_is_used_once(open_unit, change, five):
    with refused(Code.UNIT_CODE_TAKEN):
        open_unit(parent=five.health, code=five.clinic.code)
    with refused(Code.UNIT_CODE_TAKEN):
        change(five.clinic, code=five.roads.code)
    assert change(five.clinic, name="Puskesmas Lain").code == five.clinic.code


def test_moving_a_unit_takes_all_below_it_along_in_one_statement(change, five, django_assert_max_num_queries):
    ward = make_unit("Poli", parent=five.clinic)
    desk = make_unit("Loket", parent=ward)
    with django_assert_max_num_queries(12):
        change(five.clinic, parent=five.roads)
    paths = {unit.pk: unit.path for unit in Unit.objects.all()}
    base = f"{five.roads.path}{five.clinic.pk}."
    assert paths[five.clinic.pk] == base
    assert paths[desk.pk] == f"{base}{ward.pk}.{desk.pk}."
    on = five.other_supervisor.posts.get().valid_from
    assert selectors.authority_of(five.other_supervisor, on).supervises_person(
        make_person(unit=Unit.objects.get(pk=desk.pk))
    )


def test_a_unit_is_not_moved_below_itself(change, five):
    below = make_unit("Poli", parent=five.clinic)
    for parent in (five.clinic, below):
        with refused(Code.UNIT_UNDER_ITSELF):
            change(five.clinic, parent=parent)


def test_the_tree_has_at_most_eight_levels(open_unit, change, five):
    unit = five.clinic
    for _ in range(6):
        unit = make_unit(parent=unit)
    with refused(Code.UNIT_TOO_DEEP):
        open_unit(parent=unit)
    with refused(Code.UNIT_TOO_DEEP):
        change(five.clinic, parent=make_unit(parent=five.roads))
    assert change(five.clinic, parent=five.roads)


def test_only_hr_officers_change_units(five, now):
    with refused(Code.NOT_HR):
        services.open_unit(actor=five.operator, particulars=particulars(parent=five.health), at=now)
    with refused(Code.NOT_HR):
        services.change_unit(actor=five.auditor, unit=five.clinic, particulars=particulars(five.clinic), at=now)
    with refused(Code.NOT_HR):
        services.close_unit(actor=five.supervisor, unit=five.clinic, at=now)


def test_a_unit_closes_when_nobody_and_nothing_is_left_in_it(five, now):
    empty = make_unit("Kosong", parent=five.clinic)
    with refused(Code.UNIT_HAS_PEOPLE):
        services.close_unit(actor=five.hr, unit=five.clinic, at=now)
    five.clinic.people.update(is_active=False)
    with refused(Code.UNIT_HAS_CHILDREN):
        services.close_unit(actor=five.hr, unit=five.clinic, at=now)
    services.close_unit(actor=five.hr, unit=empty, at=now)
    services.close_unit(actor=five.hr, unit=five.clinic, at=now)
    empty.refresh_from_db()
    with refused(Code.UNIT_INACTIVE):
        services.reopen_unit(actor=five.hr, unit=empty, at=now)
    services.reopen_unit(actor=five.hr, unit=five.clinic, at=now)
    assert Unit.objects.get(pk=five.clinic.pk).is_active


def test_nothing_opens_below_a_closed_unit(open_unit):
    with refused(Code.UNIT_INACTIVE):
        open_unit(parent=make_unit(is_active=False))


def test_the_tree_lists_parents_before_children_with_all_people_below(five, today, django_assert_num_queries):
    with django_assert_num_queries(3):
        lines = unit_tree(today)
    names = [line.unit.name for line in lines]
    assert names[names.index("Dinas Kesehatan") + 1] == "Puskesmas Rawa Bening"
    health = lines[names.index("Dinas Kesehatan")]
    assert (health.people, health.below, health.depth, health.stage) == (1, 3, 0, "live")
