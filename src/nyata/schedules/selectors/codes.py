"""Shifts by the codes that rosters are written in."""

from collections.abc import Iterable

from nyata.people.models import Unit
from nyata.schedules.models import Shift

# What a roster writes for a day of rest and for "by the pattern"; no shift may be called so.
REST_CODES = ("L", "LIBUR", "OFF")
PATTERN_CODE = "POLA"


def serves(owner: Unit | None, unit: Unit | None) -> bool:
    """Whether what belongs to `owner` (None: everybody) may be used by people of `unit`."""
    return owner is None or (unit is not None and (unit.path or "").startswith(owner.path or "-"))


class ShiftCodes:
    """Shifts by code as a unit knows them: its own before those above, these before everybody's."""

    def __init__(self, shifts: Iterable[Shift]) -> None:
        self._by_code: dict[str, list[Shift]] = {}
        for shift in sorted(shifts, key=lambda one: -len((one.unit.path or "") if one.unit else "")):
            self._by_code.setdefault(shift.code, []).append(shift)

    def find(self, code: str, unit: Unit | None) -> Shift | None:
        """The shift of that code that people of the unit use."""
        return next((shift for shift in self._by_code.get(code, ()) if serves(shift.unit, unit)), None)

    def of(self, unit: Unit | None) -> list[Shift]:
        """The shifts that people of the unit use, one for each code, by code."""
        found = [self.find(code, unit) for code in sorted(self._by_code)]
        return [shift for shift in found if shift is not None]


def all_codes() -> ShiftCodes:
    """Every shift. One query."""
    return ShiftCodes(Shift.objects.select_related("unit"))
