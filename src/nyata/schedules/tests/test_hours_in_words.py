import datetime as dt

import pytest

from nyata.people.tests.factories import make_person
from nyata.schedules import words
from nyata.schedules.selectors import hours_of_day, hours_today
from nyata.schedules.tests.factories import day_off, make_pattern, make_shift, office_week, roster, use

MONDAY = dt.date(2026, 1, 19)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("parts", "hours", "said"),
    [
        ([(7, 14)], {}, "07.00 – 14.00"),
        ([(21, 31)], {}, "21.00 – 07.00 besok"),
        ([(6, 10), (16, 19.5)], {}, "06.00 – 10.00 dan 16.00 – 19.30"),
        ([], {"standard": "five_day"}, "07.30 – 16.00"),
        ([], {"on_call": True}, "Siaga"),
    ],
)
def test_a_day_is_said_in_one_line(parts, hours, said, five):
    use(make_pattern(make_shift(*parts, **hours), None, anchor=MONDAY), five.servant)
    assert words.today(hours_today(five.servant.pk, MONDAY)) == said
    assert words.today(hours_today(five.servant.pk, MONDAY + DAY)) == "Hari istirahat"


def test_days_off_and_days_that_nobody_set_are_said_too(five):
    use(office_week(make_shift((7, 14))), five.servant)
    day_off(MONDAY)
    assert words.today(hours_today(five.servant.pk, MONDAY)) == "Libur"
    assert words.today(hours_today(five.roads.people.first().pk, MONDAY + DAY)) == "Jadwal belum diatur"
    assert words.today(()) == ""


def test_a_unit_stands_for_its_people_but_for_those_apart(five):
    use(office_week(make_shift((7, 14))), five.health)
    use(office_week(make_shift((8, 15))), five.servant)
    roster(five.supervisor, MONDAY)
    plain = make_person(unit=five.clinic)
    units = {five.clinic.pk: five.clinic.path, five.roads.pk: five.roads.path}
    found = hours_of_day(units, MONDAY)
    assert found.by_unit[five.clinic.pk] == hours_today(plain.pk, MONDAY)
    assert words.today(found.by_unit[five.roads.pk]) == "Jadwal belum diatur"
    assert found.by_person == {one.pk: hours_today(one.pk, MONDAY) for one in (five.servant, five.supervisor)}
    assert hours_of_day(units, MONDAY + DAY).by_person.keys() == {five.servant.pk}
