"""Asking: the wish is checked, written down, and takes its slot at once."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nyata.leave.counting import Counted, working_days
from nyata.leave.kinds import NATURES, Extent, Kind, Layer
from nyata.leave.models import Claim, DutyLetter, Place, Request, Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.balances import balance_of
from nyata.leave.selectors.collective import replacement_of
from nyata.leave.services import checks
from nyata.leave.timing import minutes_of, taken
from nyata.leave.wishes import Wish
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of

DAY = dt.timedelta(days=1)
# An illness is looked back on so far; no rest between two shifts or over a feast is longer than this.
YEARS, LONGEST_REST = 730 * DAY, 14 * DAY
NO_OVERLAP = "slots_do_not_overlap"


@transaction.atomic
def ask(
    *, actor: Person, person: Person, wish: Wish, at: dt.datetime, duty_letter: DutyLetter | None = None
) -> Request:
    """Ask for something, for oneself or for somebody whom one serves. It waits for the supervisor first.

    `duty_letter`: the letter of many people that it comes from.
    Raises what `checks` raises, and Refused: no_working_day, balance_short, collective_short, overlaps.
    """
    on = timezone.localdate(at)
    powers = authority_of(actor, on)
    checks.may_ask(person, wish, actor, powers)
    checks.is_sound(wish, on, by_hr=powers.is_hr and actor.pk != person.pk)
    if wish.kind == Kind.CORRECTION:
        checks.is_past(wish, at)
    # One request of a person at a time: two at once must not spend the same day of the balance.
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    checks.is_granted(person, wish, _earlier(person, wish), _travelled(person, wish))
    counted = None if wish.kind == Kind.CORRECTION else working_days(person, wish.first, wish.leave_until)
    if counted is not None:
        _require_days(person, wish, counted, on)
    request = _write(actor, person, wish, counted, duty_letter, at)
    _take_slot(request, wish)
    Step.objects.create(request=request, act=Step.Act.ASKED, actor=actor, words="", at=at)
    ledger.append(Entry.LEAVE, {"act": Step.Act.ASKED.value, **facts(request), "actor": actor.pk}, at=at)
    return request


def facts(request: Request) -> dict[str, object]:
    """What the log keeps of a request: no words, no letter, nothing of health."""
    return {
        "request": str(request.public_id),
        "person": request.person_id,
        "kind": request.kind,
        "first": request.first.isoformat(),
        "last": request.last.isoformat(),
        "extent": request.extent,
    } | ({"travel_days": request.travel_days} if request.travel_days else {})


def _travelled(person: Person, wish: Wish) -> int:
    """Calendar days for the way that the requests of that year hold. One query, none without such a wish."""
    if not wish.travel_days:
        return 0
    held = Slot.objects.filter(person=person, request__first__year=wish.first.year)
    return held.aggregate(days=Sum("travel_days", default=0))["days"]


def _earlier(person: Person, wish: Wish) -> dt.date | None:
    """The first day of the last long leave, or of the illness that this wish goes on without a working day between."""
    if wish.kind == Kind.SICK:
        return _ill_since(person, wish.first)
    if wish.kind != Kind.LONG:
        return None
    found = Slot.objects.filter(person=person, request__kind=Kind.LONG, request__first__lt=wish.first)
    return found.order_by("-request__first").values_list("request__first", flat=True).first()


def _ill_since(person: Person, first: dt.date) -> dt.date:
    """The first day of the illness: whole days of sick leave that meet, days off between them or not."""
    before = Slot.objects.filter(
        person=person, request__kind=Kind.SICK, request__extent=Extent.DAYS, last__lt=first, last__gte=first - YEARS
    )
    for begin, last in before.order_by("-last").values_list("request__first", "last"):
        between = first - last - DAY
        if between > LONGEST_REST or (between and working_days(person, last + DAY, first - DAY).days):
            break
        first = begin
    return first


def _require_days(person: Person, wish: Wish, counted: Counted, on: dt.date) -> None:
    if wish.kind not in (Kind.ANNUAL, Kind.COLLECTIVE):
        return
    if not counted.days:
        raise Refused(Code.NO_WORKING_DAY)
    if wish.kind == Kind.COLLECTIVE:
        if replacement_of(person, on, counted.days).lacking:
            raise Refused(Code.COLLECTIVE_SHORT)
        return
    left = balance_of(person, wish.first.year, wish.first).left
    if left is not None and len(counted.days) > left:
        raise Refused(Code.BALANCE_SHORT)


def _write(
    actor: Person,
    person: Person,
    wish: Wish,
    counted: Counted | None,
    duty_letter: DutyLetter | None,
    at: dt.datetime,
) -> Request:
    request = Request.objects.create(
        person=person,
        kind=wish.kind,
        first=wish.first,
        last=wish.last,
        extent=wish.extent,
        time_from=wish.time_from if wish.extent == Extent.TIMES else None,
        time_to=wish.time_to if wish.extent == Extent.TIMES else None,
        ground=wish.ground[:80],
        words=wish.words.strip()[:500],
        letter_number=wish.letter_number.strip()[:80],
        letter_date=wish.letter_date,
        travel_days=wish.travel_days,
        duty_letter=duty_letter,
        days=None if counted is None else taken(len(counted.days), wish.extent),
        by_standard_week=counted is not None and counted.by_standard_week,
        asked_by=actor,
        asked_at=at,
    )
    if wish.spots:
        places = [Place(request=request, name=one.name.strip()[:120], shape=one.shape, radius_m=one.radius_m)
                  for one in wish.spots]  # fmt: skip
        Place.objects.bulk_create(places)
    if wish.forgotten:
        Claim.objects.create(
            request=request,
            purpose=wish.forgotten.purpose,
            claimed_at=wish.forgotten.claimed_at,
            reason=wish.forgotten.reason,
        )
    return request


def layer_of(wish: Wish) -> Layer:
    """In which layer it must not meet another of the same person."""
    if wish.forgotten:
        return Layer.COMING if wish.forgotten.purpose == Claim.Purpose.IN else Layer.GOING
    return NATURES[wish.kind].layer


def _take_slot(request: Request, wish: Wish) -> None:
    start, end = minutes_of(wish.first, wish.last, wish.extent, wish.time_from, wish.time_to)
    layer = layer_of(wish)
    in_the_way = Slot.objects.filter(person_id=request.person_id, layer=layer, start__lt=end, end__gt=start)
    if found := in_the_way.select_related("request").first():
        raise Refused(Code.OVERLAPS, overlap_sentence(found.request))
    try:
        with transaction.atomic():
            Slot.objects.create(
                request=request,
                person_id=request.person_id,
                layer=layer,
                start=start,
                end=end,
                last=request.last,
                days=request.days,
                travel_days=request.travel_days,
                stage=Slot.Stage.SUPERVISOR,
            )
    except IntegrityError as error:
        if NO_OVERLAP not in str(error):
            raise
        raise Refused(Code.OVERLAPS) from error


def overlap_sentence(other: Request) -> str:
    """Names the request that is in the way."""
    return _("Pada waktu itu sudah ada %(kind)s mulai %(day)s. Tarik dulu yang itu, atau ubah tanggalnya.") % {
        "kind": other.get_kind_display(),
        "day": date_format(other.first, "j F Y", use_l10n=False),
    }
