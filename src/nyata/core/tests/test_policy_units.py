"""What each unit of the policy takes, what the program gets for it, and what it turns away."""

from datetime import time, timedelta

import pytest
import yaml

from nyata.core.policy_units import UNITS, Band, Deduction, Rung, Wrong

BANDS = "[{from_minutes: 1, code: TL1}, {from_minutes: 31, code: TL2}]"
LADDER = "[{from_days: 3, level: ringan, sanction: Teguran, article: Ps 9}]"


@pytest.mark.parametrize(
    "unit, written, read",
    [
        ("time", '"07.30"', time(7, 30)),
        ("seconds", "90", timedelta(seconds=90)),
        ("minutes", "60", timedelta(hours=1)),
        ("hours", "72", timedelta(days=3)),
        ("days", "0.5", timedelta(hours=12)),
        ("minutes/week", "2250", timedelta(hours=37, minutes=30)),
        ("count", "3", 3),
        ("working days", "12", 12),
        ("calendar days", "0", 0),
        ("months", "1.5", 1.5),
        ("years", "5", 5.0),
        ("share", "1", 1.0),
        ("percent", "0.5", 0.5),
        ("percents", "[4.5, 9, 100]", (4.5, 9.0, 100.0)),
        ("switch", "yes", True),
        ("switch", "no", False),
        ("base", "total_tpp", "total_tpp"),
        ("period", "calendar_year", "calendar_year"),
        ("rounding", "nearest", "nearest"),
        ("deduction", "{percent: 3, base: total_tpp}", Deduction(3.0, "total_tpp")),
        ("weekdays", "[mon, fri]", ("mon", "fri")),
        ("leave types", "[annual, sick]", ("annual", "sick")),
        ("words", "[obs]", ("obs",)),
        ("bands", BANDS, (Band(1, "TL1"), Band(31, "TL2"))),
        ("bands", "[{from_minutes: 1, code: TL1, percent: 0.5}]", (Band(1, "TL1", 0.5),)),
        ("ladder", LADDER, (Rung(3, "ringan", "Teguran", "Ps 9"),)),
    ],
)
def test_a_unit_gives_a_value_its_type(unit, written, read):
    value = UNITS[unit](yaml.safe_load(written))
    assert value == read and type(value) is type(read)


@pytest.mark.parametrize(
    "unit, written, why",
    [
        ("time", "07.30", "a time in quotes"),
        ("time", '"25.00"', "a time in quotes"),
        ("time", '"7.30"', "a time in quotes"),
        ("time", '"07:30"', "a time in quotes"),
        ("time", '"ab.cd"', "a time in quotes"),
        ("seconds", "-1", "a number of seconds"),
        ("seconds", '"90"', "a number of seconds"),
        ("minutes/week", "0", "fits into a week"),
        ("minutes/week", "10081", "fits into a week"),
        ("minutes/week", "37.5", "fits into a week"),
        ("count", "3.0", "a whole number"),
        ("count", "-1", "a whole number"),
        ("count", "true", "a whole number"),
        ("working days", "1.5", "a whole number"),
        ("calendar days", "-1", "a whole number"),
        ("months", "-1", "from 0 to 1200"),
        ("years", "yes", "from 0 to 100"),
        ("share", "1.01", "from 0 to 1"),
        ("percent", "100.1", "from 0 to 100"),
        ("percent", "-0.1", "from 0 to 100"),
        ("percents", "[]", "from 0 to 100"),
        ("percents", "[101]", "from 0 to 100"),
        ("percents", "4", "from 0 to 100"),
        ("switch", "1", "yes or no"),
        ("switch", '"yes"', "yes or no"),
        ("base", "gaji", "one of total_tpp, discipline_component"),
        ("base", "[total_tpp]", "one of"),
        ("period", "year", "one of calendar_year"),
        ("rounding", "thousand", "one of down, nearest, up"),
        ("deduction", "{percent: 3}", "each with base and percent"),
        ("deduction", "{percent: 101, base: total_tpp}", "from 0 to 100"),
        ("deduction", "{percent: 1, base: gaji}", "one of total_tpp"),
        ("deduction", "3", "a list of records"),
        ("metres", "[1]", "a number from 0"),
        ("weekdays", "[monday]", "among mon, tue"),
        ("weekdays", "[]", "a list of words"),
        ("leave types", "[besar]", "among annual"),
        ("words", "obs", "a list of words"),
        ("words", "[obs, obs]", "different words"),
        ("words", "[1]", "a list of words"),
        ("bands", "[]", "a list of records"),
        ("bands", "[1]", "a list of records"),
        ("bands", "{from_minutes: 1, code: TL1}", "a list of records"),
        ("bands", "[{from_minutes: 1}]", "each with code and from_minutes"),
        ("bands", "[{from_minutes: 1, code: TL1, base: x}]", "each with code and from_minutes"),
        ("bands", BANDS.replace("code: TL2", "code: TL2, percent: 1"), "each with"),
        ("bands", BANDS.replace("31", "1"), "ascend"),
        ("bands", BANDS.replace("31", "0"), "ascend"),
        ("bands", BANDS.replace("1,", "0,", 1), "ascend from 1"),
        ("bands", BANDS.replace("31", "30.5"), "a whole number"),
        ("bands", BANDS.replace("TL2", "TL1"), "a different code"),
        ("bands", BANDS.replace("TL2", '""'), "words for code"),
        ("ladder", "[]", "a list of records"),
        ("ladder", LADDER.replace(", article: Ps 9", ""), "each with article and from_days"),
        ("ladder", LADDER.replace("ringan", "parah"), "one of ringan, sedang, berat"),
        ("ladder", LADDER.replace("3", "0"), "ascend from 1"),
        ("ladder", LADDER.replace("Teguran", "1"), "words for sanction"),
        ("ladder", f"{LADDER[:-1]}, {LADDER[1:]}", "ascend"),
        ("ladder", f"{LADDER[:-1].replace('ringan', 'berat')}, {LADDER[1:].replace('3', '4')}", "lighter level"),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_turned_away(unit, written, why):
    with pytest.raises(Wrong, match="must ") as caught:
        UNITS[unit](yaml.safe_load(written))
    assert why in str(caught.value)
