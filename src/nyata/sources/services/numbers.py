"""Whose number is whose, from a day to a day. What waited under a number joins the days as soon as it is somebody's."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.nip import clean
from nyata.people.refusals import Refused as PeopleRefused
from nyata.people.services.roster import plain, read_date
from nyata.people.services.spreadsheets import Row, read
from nyata.sources.models import Machine, Number, NumberUse
from nyata.sources.reading import NUMBER
from nyata.sources.refusals import Code, Refused
from nyata.sources.services.days import days_of_use_changed
from nyata.sources.services.guards import require_keeper

COLUMNS = {
    "number": ("nomor", "no id", "id", "user id", "pin", "nomor mesin"),
    "nip": ("nip", "nip/ni pppk", "ni pppk"),
    "first": ("mulai", "dari", "sejak"),
}
EXAMPLE = "nomor;nip;mulai\n17;198503122010012007;2026-01-01\n18;199104052025211009;2026-01-01\n"
# Numbers are known since the machine was: a use without a first day begins before every punch.
BEGINNING = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Given:
    """A number of a machine as somebody's, from a day on."""

    number: str
    person: Person
    first: dt.date


def give(*, actor: Person, machine: Machine, given: Given, at: dt.datetime) -> NumberUse:
    """Say whose a number is, from a day on.

    Raises Refused: not_yours, number_wrong, not_of_unit (an operator's own units only), number_in_use.
    """
    authority = require_keeper(actor, machine, at)
    if not NUMBER.fullmatch(given.number):
        raise Refused(Code.NUMBER_WRONG)
    if not authority.is_hr and not (given.person.unit.path or "").startswith(authority.operates):
        raise Refused(Code.NOT_OF_UNIT)
    with transaction.atomic():
        number, _ = Number.objects.get_or_create(machine=machine, text=given.number)
        last = _day_before_next(number, given)
        use = NumberUse(
            number=number, person=given.person, valid_from=given.first, valid_to=last, recorded_by=actor, recorded_at=at
        )
        try:
            with transaction.atomic():
                use.save()
        except IntegrityError as error:
            raise Refused(Code.NUMBER_IN_USE) from error
        days_of_use_changed(use, first=use.valid_from, last=use.valid_to, at=at)
        ledger.append(Kind.MACHINE_NUMBER, _facts(use, actor), at=at)
    return use


def _day_before_next(number: Number, given: Given) -> dt.date | None:
    """The last day before the number becomes somebody else's; None where it does not."""
    later = number.uses.filter(valid_from__gt=given.first).order_by("valid_from").first()
    return later.valid_from - dt.timedelta(days=1) if later else None


def take_away(*, actor: Person, use: NumberUse, last: dt.date, at: dt.datetime) -> NumberUse:
    """A number is no longer theirs after a day; a day before its first frees it of them altogether.

    Raises Refused: not_yours, use_ended, ends_before_start.
    """
    require_keeper(actor, use.number.machine, at)
    with transaction.atomic():
        use = NumberUse.objects.select_for_update().select_related("number").get(pk=use.pk)
        if use.valid_to is not None and last >= use.valid_to:
            raise Refused(Code.USE_ENDED)
        if last < use.valid_from - dt.timedelta(days=1):
            raise Refused(Code.ENDS_BEFORE_START)
        # While the row still says whose the days were.
        days_of_use_changed(use, first=last + dt.timedelta(days=1), last=use.valid_to, at=at)
        ledger.append(Kind.MACHINE_NUMBER, {**_facts(use, actor), "to": last.isoformat()}, at=at)
        if last < use.valid_from:
            use.delete()
        else:
            use.valid_to = last
            use.save(update_fields=["valid_to"])
    return use


def give_many(*, actor: Person, machine: Machine, content: bytes, at: dt.datetime) -> int:
    """A file of numbers and NIPs: all of it, or none. Lines that say what is known already change nothing.

    Returns how many are new. Raises Refused: not_yours, number_twice, person_unknown, day_unreadable and what `give`
    refuses, each with its line; and, as people's Refused, what its reading of files refuses.
    """
    require_keeper(actor, machine, at)
    rows = read(content, COLUMNS, ("number", "nip"))
    counts = Counter(plain(row.cells["number"]) for row in rows)
    people = {
        person.nip: person
        for person in Person.objects.select_related("unit").filter(nip__in=[clean(plain(r.cells["nip"])) for r in rows])
    }
    made = 0
    with transaction.atomic():
        for row in rows:
            try:
                made += _give_row(actor, machine, row, people, counts, at)
            except (Refused, PeopleRefused) as refused:
                code = refused.code if isinstance(refused, Refused) else Code.DAY_UNREADABLE
                raise Refused(code, f"{row.line}: {code.sentence}") from refused
    return made


def _give_row(
    actor: Person, machine: Machine, row: Row, people: dict[str, Person], counts: Counter[str], at: dt.datetime
) -> int:
    number = plain(row.cells["number"])
    person = people.get(clean(plain(row.cells["nip"])))
    if counts[number] > 1:
        raise Refused(Code.NUMBER_TWICE)
    if person is None:
        raise Refused(Code.PERSON_UNKNOWN)
    first = read_date(row.cells.get("first", "")) or BEGINNING
    theirs = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    if NumberUse.objects.filter(theirs, number__machine=machine, number__text=number, person=person).exists():
        return 0
    give(actor=actor, machine=machine, given=Given(number, person, first), at=at)
    return 1


def _facts(use: NumberUse, actor: Person) -> dict[str, object]:
    return {
        "machine": use.number.machine_id,
        "number": use.number_id,
        "person": use.person_id,
        "from": use.valid_from.isoformat(),
        "to": use.valid_to.isoformat() if use.valid_to else None,
        "actor": actor.pk,
    }
