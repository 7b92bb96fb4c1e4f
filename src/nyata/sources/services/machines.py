"""Machines and apps, and how their files are read."""

import datetime as dt
import re
from itertools import islice
from typing import BinaryIO

from django.db import transaction

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, Unit
from nyata.sources.layout import Layout
from nyata.sources.models import ImportProfile, Machine
from nyata.sources.reading import Problem, Told, read
from nyata.sources.refusals import Code, Refused
from nyata.sources.services.guards import require_hr

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")


def add_machine(*, actor: Person, unit: Unit, code: str, name: str, kind: str, at: dt.datetime) -> Machine:
    """Make a source known. Raises Refused: not_hr, code_wrong, code_taken, name_missing."""
    require_hr(actor, at)
    code, name = code.strip().upper(), name.strip()
    if not CODE.fullmatch(code):
        raise Refused(Code.CODE_WRONG)
    if not name:
        raise Refused(Code.NAME_MISSING)
    with transaction.atomic():
        machine, made = Machine.objects.get_or_create(
            code=code, defaults={"unit": unit, "name": name, "kind": kind, "made_by": actor, "made_at": at}
        )
        if not made:
            raise Refused(Code.CODE_TAKEN)
        ledger.append(Kind.MACHINE, {"machine": machine.pk, "unit": unit.pk, "actor": actor.pk}, at=at)
    return machine


def make_profile(*, actor: Person, machine: Machine, name: str, layout: Layout, at: dt.datetime) -> ImportProfile:
    """The next version of a machine's profile, used from now on. Files keep the one that they were read by.

    Raises Refused: not_hr, name_missing, same_layout.
    """
    require_hr(actor, at)
    name = name.strip()
    if not name:
        raise Refused(Code.NAME_MISSING)
    with transaction.atomic():
        Machine.objects.select_for_update().get(pk=machine.pk)
        newest = machine.profiles.first()
        if newest is not None and Layout(**newest.layout) == layout:
            raise Refused(Code.SAME_LAYOUT)
        profile = ImportProfile.objects.create(
            machine=machine, version=1 + (newest.version if newest else 0), name=name, layout=layout.plain(),
            made_by=actor, made_at=at,
        )  # fmt: skip
        content = {"machine": machine.pk, "version": profile.version, "layout": layout.plain(), "actor": actor.pk}
        ledger.append(Kind.IMPORT_PROFILE, content, at=at)
    return profile


def preview(stream: BinaryIO, layout: Layout, *, at: dt.datetime, count: int = 12) -> list[Told | Problem]:
    """What a layout makes of the first lines of a file; nothing is stored. Raises Refused as `reading.read` does."""
    found = list(islice(read(stream, layout, at=at), count))
    if not found:
        raise Refused(Code.FILE_EMPTY)
    return found
