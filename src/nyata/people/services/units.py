"""OPD and their units: one tree, whose paths decide who stands above whom."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import District, Person, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.services.guards import lock_tree, require_hr

DEEPEST = 8
# One statement whatever the size of the subtree, so that no reader ever sees half of it moved.
MOVE = """
UPDATE people_unit SET path = %(new)s || substr(path, %(cut)s)
WHERE path LIKE %(old)s || '%%'
"""


@dataclass(frozen=True, slots=True)
class UnitParticulars:
    """What an officer writes of a unit."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: Unit | None
    district: District | None


def open_unit(*, actor: Person, particulars: UnitParticulars, at: dt.datetime) -> Unit:
    """A new OPD or unit.

    Raises Refused: not_hr, opd_has_no_parent, unit_needs_parent, unit_inactive, unit_too_deep, unit_code_taken.
    """
    require_hr(actor, at)
    with transaction.atomic():
        lock_tree()
        parent = _require_place(particulars)
        _require_code(particulars.code, None)
        unit = Unit.objects.create(**_fields(particulars), parent=parent)
        unit.path = f"{parent.path if parent else ''}{unit.pk}."
        unit.save(update_fields=["path"])
        ledger.append(Kind.UNIT, {"action": "opened", **_facts(unit, actor)}, at=at)
    return unit


def change_unit(*, actor: Person, unit: Unit, particulars: UnitParticulars, at: dt.datetime) -> Unit:
    """Correct a unit or move it, with all below it, under another parent.

    Raises Refused: as `open_unit`, and unit_under_itself.
    """
    require_hr(actor, at)
    with transaction.atomic():
        lock_tree()
        unit = Unit.objects.get(pk=unit.pk)
        parent = _require_place(particulars, moving=unit)
        _require_code(particulars.code, unit)
        before = {"parent": unit.parent_id, "name": unit.name, "code": unit.code}
        if unit.parent_id != (parent.pk if parent else None):
            _rewrite_paths(unit, parent)
        for name, value in _fields(particulars).items():
            setattr(unit, name, value)
        unit.parent = parent
        unit.save()
        ledger.append(Kind.UNIT, {"action": "changed", "before": before, **_facts(unit, actor)}, at=at)
    return unit


def close_unit(*, actor: Person, unit: Unit, at: dt.datetime) -> Unit:
    """A unit that serves no longer. It stays in the record and under its path.

    Raises Refused: not_hr, unit_has_people, unit_has_children.
    """
    require_hr(actor, at)
    with transaction.atomic():
        lock_tree()
        if unit.people.filter(is_active=True).exists():
            raise Refused(Code.UNIT_HAS_PEOPLE)
        if unit.children.filter(is_active=True).exists():
            raise Refused(Code.UNIT_HAS_CHILDREN)
        return _set_active(unit, False, actor, at)


def reopen_unit(*, actor: Person, unit: Unit, at: dt.datetime) -> Unit:
    """Bring a closed unit back. Raises Refused: not_hr, unit_inactive (its parent is closed)."""
    require_hr(actor, at)
    with transaction.atomic():
        lock_tree()
        if unit.parent and not unit.parent.is_active:
            raise Refused(Code.UNIT_INACTIVE)
        return _set_active(unit, True, actor, at)


def _set_active(unit: Unit, is_active: bool, actor: Person, at: dt.datetime) -> Unit:
    unit.is_active = is_active
    unit.save(update_fields=["is_active"])
    ledger.append(Kind.UNIT, {"action": "reopened" if is_active else "closed", **_facts(unit, actor)}, at=at)
    return unit


def _require_place(particulars: UnitParticulars, moving: Unit | None = None) -> Unit | None:
    """The parent as it is now, where the unit may stand under it."""
    if particulars.kind == Unit.Kind.OPD:
        if particulars.parent:
            raise Refused(Code.OPD_HAS_NO_PARENT)
        return None
    if not particulars.parent:
        raise Refused(Code.UNIT_NEEDS_PARENT)
    parent = Unit.objects.get(pk=particulars.parent.pk)
    if moving and (parent.path or "").startswith(moving.path or ""):
        raise Refused(Code.UNIT_UNDER_ITSELF)
    if not parent.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    if _depth(parent.path) + _height(moving) > DEEPEST:
        raise Refused(Code.UNIT_TOO_DEEP)
    return parent


def _depth(path: str | None) -> int:
    return (path or "").count(".")


def _height(unit: Unit | None) -> int:
    """Levels that the unit brings along: 1 for a unit with nothing below it."""
    if unit is None or unit.path is None:
        return 1
    paths = Unit.objects.filter(path__startswith=unit.path).values_list("path", flat=True)
    return max(_depth(path) for path in paths) - _depth(unit.path) + 1


def _require_code(code: str, unit: Unit | None) -> None:
    same = Unit.objects.filter(code=code.strip())
    if unit:
        same = same.exclude(pk=unit.pk)
    if same.exists():
        raise Refused(Code.UNIT_CODE_TAKEN)


def _rewrite_paths(unit: Unit, parent: Unit | None) -> None:
    old = unit.path or ""
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"new": unit.path, "cut": len(old) + 1, "old": old})


def _fields(particulars: UnitParticulars) -> dict[str, object]:
    return {
        "code": particulars.code.strip(),
        "name": particulars.name.strip(),
        "short_name": particulars.short_name.strip(),
        "kind": particulars.kind,
        "district": particulars.district,
    }


def _facts(unit: Unit, actor: Person) -> dict[str, object]:
    return {"unit": unit.pk, "parent": unit.parent_id, "code": unit.code, "name": unit.name, "actor": actor.pk}
