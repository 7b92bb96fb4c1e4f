"""The rows of the demo's requests, with what surrounds them: books of days, letters, outages, who stands in."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from nyata.leave.demo import saying
from nyata.leave.demo.drafting import DAY, SEED, VISITORS, Draft, Past, Stage, drafts
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import CarryOver, Claim, Delegation, DutyLetter, Outage, OutageStep, Place, Request, Slot, Step
from nyata.leave.route import needs_hr, wants_file
from nyata.leave.selectors.reach import superiors
from nyata.leave.services import File, LetterRefused, attach, decide_letter, record_letter
from nyata.leave.timing import minutes_of, moment
from nyata.leave.wishes import Spot, Wish
from nyata.people.demo.accounts import ROLES
from nyata.people.models import Person, Post, Unit

LETTERS = 20
BATCH = 2000
VISITED = tuple(role.unit for role in ROLES if role.role in ("supervisor", "other_supervisor", "hr"))
NO_TODAY = ("Pada hari itu pelayanan penuh, mohon pilih hari lain.", "Dua orang seunit sudah cuti pada hari itu.",
            "Mohon sesudah laporan bulanan selesai.")  # fmt: skip
LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
         b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip


def build(pasts: Mapping[int, Past], today: dt.date, now: dt.datetime) -> int:
    """Write the requests of these people; returns how many."""
    people = Person.objects.select_related("unit").in_bulk(pasts)
    heads = superiors(people.values(), today)
    cases = _open_cases(people.values(), heads)
    made = [
        draft for pk, past in pasts.items() if heads[pk] for draft in drafts(people[pk], past, today, cases.get(pk))
    ]
    for start in range(0, len(made), BATCH):
        _write(made[start : start + BATCH], heads, now)
    _carry_overs(list(people.values()), today, now)
    _letters(now)
    _outages(today, now)
    _delegations(today, now)
    _duty_letters(today, now)
    return len(made)


def _open_cases(people: Iterable[Person], heads: Mapping[int, list[int]]) -> dict[int, int]:
    """Whom a visitor who signs in as a supervisor decides on: each of their people has an open request of its own."""
    of_unit: dict[int, list[int]] = defaultdict(list)
    for person in sorted(people, key=lambda one: one.nip):
        if person.unit.code.startswith(VISITED) and heads[person.pk]:
            of_unit[person.unit_id].append(person.pk)
    return {pk: number for members in of_unit.values() for number, pk in enumerate(members)}


def _write(drafts: Sequence[Draft], heads: Mapping[int, list[int]], now: dt.datetime) -> None:
    officers = [officer.pk for officer in _officers()]
    requests = Request.objects.bulk_create([_request(draft, now) for draft in drafts])
    steps, slots, places, claims = [], [], [], []
    for draft, request in zip(drafts, requests, strict=True):
        steps += _steps(draft, request, heads[draft.person.pk][0], officers, now)
        places += [Place(request=request, name=name, shape=shape, radius_m=m) for name, shape, m in draft.places]
        if draft.claim:
            purpose, at, reason = draft.claim
            claims.append(Claim(request=request, purpose=purpose, claimed_at=at, reason=reason))
        if draft.stage is not None:
            start, end = minutes_of(draft.first, draft.last, draft.extent, *draft.times)
            slots.append(
                Slot(
                    request=request, person=draft.person, layer=draft.layer, start=start, end=end, last=draft.last,
                    days=draft.days, stage=draft.stage,
                )
            )  # fmt: skip
    Claim.objects.bulk_create(claims)
    Place.objects.bulk_create(places)
    Step.objects.bulk_create(steps)
    Slot.objects.bulk_create(slots)


def _asked_at(draft: Draft, now: dt.datetime) -> dt.datetime:
    rng = random.Random(SEED + int(draft.person.nip) * draft.first.toordinal())  # noqa: S311 - the same world each time
    before = 0 if draft.kind in (Kind.SICK, Kind.CORRECTION, Kind.PERMISSION) else rng.randint(2, 12)
    clock = dt.time(rng.randint(6, 20), rng.randint(0, 59))
    latest = now - dt.timedelta(minutes=rng.randint(50, 60 * 30))
    return min(moment(draft.first - DAY * before, clock), latest)


def _request(draft: Draft, now: dt.datetime) -> Request:
    time_from, time_to = draft.times
    return Request(
        person=draft.person, kind=draft.kind, first=draft.first, last=draft.last, extent=draft.extent,
        time_from=time_from, time_to=time_to, ground=draft.ground, words=draft.words, letter_number=draft.letter,
        days=None if draft.claim else draft.days or 0, asked_by=draft.person, asked_at=_asked_at(draft, now),
    )  # fmt: skip


def _steps(draft: Draft, request: Request, head: int, officers: Sequence[int], now: dt.datetime) -> list[Step]:
    asked = Step(request=request, act=Step.Act.ASKED, actor=draft.person, at=request.asked_at)
    if draft.stage == Stage.SUPERVISOR:
        return [asked]
    rng = random.Random(SEED + draft.first.toordinal() + int(draft.person.nip))  # noqa: S311 - the same world each time
    at = min(request.asked_at + dt.timedelta(minutes=rng.randint(25, 600)), now)
    if draft.stage is None:
        return [asked, Step(request=request, act=Step.Act.DECLINED, actor_id=head, words=rng.choice(NO_TODAY), at=at)]
    steps = [asked, Step(request=request, act=Step.Act.BY_SUPERVISOR, actor_id=head, at=at)]
    seconds = [one for one in officers if one not in (head, draft.person.pk)]
    if draft.stage == Stage.IN_FORCE and seconds and needs_hr(draft.kind, draft.first, draft.last):
        later = min(at + dt.timedelta(hours=rng.randint(1, 5)), now)
        steps.append(Step(request=request, act=Step.Act.BY_HR, actor_id=seconds[0], at=later))
    return steps


def _officers() -> list[Person]:
    posts = Post.objects.filter(role=Post.Role.HR, person__is_active=True).select_related("person").order_by("pk")
    return list({post.person_id: post.person for post in posts}.values())


def _carry_overs(people: Sequence[Person], today: dt.date, now: dt.datetime) -> None:
    """The books of the year before, for those who have such leave."""
    officers = _officers()
    if not officers:
        return
    rng = random.Random(SEED)  # noqa: S311 - the same world each time
    rows = [
        CarryOver(
            person=person, year=today.year, days=rng.choice((0, 0, 2, 3, 4, 6)), source=f"Buku cuti {today.year - 1}",
            recorded_by=officers[0], recorded_at=now - DAY * 60,
        )
        for person in people
        if person.employment == Person.Employment.PNS
    ]  # fmt: skip
    CarryOver.objects.bulk_create(rows, batch_size=BATCH)


def _letters(now: dt.datetime) -> None:
    """Some illnesses and open requests have their letter; the others show what a missing one looks like."""
    filed = Request.objects.select_related("person").order_by("pk")
    ill = list(filed.filter(kind=Kind.SICK, slot__stage=Stage.IN_FORCE)[:LETTERS])
    waiting = [one for one in filed.filter(slot__stage__in=(Stage.SUPERVISOR, Stage.HR)) if _is_filed(one)]
    for request in (*ill, *waiting[:LETTERS]):
        name = "surat-dokter.pdf" if request.kind == Kind.SICK else "surat-pendukung.pdf"
        attach(
            actor=request.person, request=request, name=name, content=LETTER, at=min(request.asked_at + DAY / 24, now)
        )


def _is_filed(request: Request) -> bool:
    """Two of three letters are there when somebody looks."""
    return (
        wants_file(request.kind, request.first, request.last, request.person.employment)
        and int(request.person.nip[-6:]) % 3 != 0
    )


def _outages(today: dt.date, now: dt.datetime) -> None:
    """A morning of one health centre without electricity, approved; an afternoon of another without network, open."""
    officers = _officers()
    units = list(Unit.objects.filter(kind=Unit.Kind.HEALTH_CENTRE).order_by("pk")[:2])
    if len(officers) < 2 or not units:
        return
    day = today - DAY * 20
    outage = Outage.objects.create(
        unit=units[0], starts_at=moment(day, dt.time(7)), ends_at=moment(day, dt.time(9, 30)),
        words="Listrik dan jaringan padam sejak dini hari", document_number="440/17/BA", recorded_by=officers[0],
        recorded_at=now - DAY * 19,
    )  # fmt: skip
    OutageStep.objects.create(outage=outage, act=OutageStep.Act.APPROVED, actor=officers[1], at=now - DAY * 19)
    day = today - DAY * 3
    Outage.objects.create(
        unit=units[-1], starts_at=moment(day, dt.time(14, 20)), ends_at=moment(day, dt.time(16, 45)),
        words="Jaringan seluler putus sesudah hujan lebat", document_number="440/21/BA", recorded_by=officers[1],
        recorded_at=now - DAY * 2,
    )  # fmt: skip


def _duty_letters(today: dt.date, now: dt.datetime) -> None:
    """The month's letter of a health centre for its villages, and a course for several: one approved, one waiting."""
    unit = Unit.objects.filter(code__in=VISITED, kind=Unit.Kind.HEALTH_CENTRE).first()
    post = Post.objects.filter(role=Post.Role.SUPERVISOR, unit=unit, valid_to=None).select_related("person").first()
    if unit is None or post is None:
        return
    month = today.replace(day=1)
    end = (month + DAY * 32).replace(day=1) - DAY
    villages = tuple(Spot(f"Posyandu {name}") for name in saying.VILLAGES[:5])
    course = tuple(Spot(place) for place, _ in saying.COURSES[:1])
    wishes = (
        Wish(Kind.FIELD, month, end, letter_number=f"440/71/ST/{today.year}", spots=villages),
        Wish(Kind.TRAINING, today + DAY * 16, today + DAY * 17, letter_number=f"893/12/ST/{today.year}", spots=course),
    )
    for number, wish in enumerate(wishes):
        people = list(Person.objects.filter(unit=unit, is_active=True).exclude(pk=post.person_id).order_by("pk")[:6])
        if (letter := _recorded(post.person, people, wish, now)) is not None and number == 0:
            decide_letter(actor=post.person, letter=letter, accept=True, at=now - DAY)


def _recorded(actor: Person, people: Sequence[Person], wish: Wish, now: dt.datetime) -> DutyLetter | None:
    """The letter for those of the people who are not away already; None where nobody is left."""
    file, at = File("surat-tugas.pdf", LETTER), now - DAY * 2
    try:
        return record_letter(actor=actor, people=people, wish=wish, file=file, at=at)
    except LetterRefused as refused:
        away = {person.pk for person, _ in refused.people}
    left = [person for person in people if person.pk not in away]
    return record_letter(actor=actor, people=left, wish=wish, file=file, at=at) if left else None


def _delegations(today: dt.date, now: dt.datetime) -> None:
    """Heads who are away today have named who decides meanwhile: somebody of their unit who is here."""
    away = Slot.objects.filter(stage=Stage.IN_FORCE, request__first__lte=today, last__gte=today, layer=0)
    absent = {slot.person_id: slot for slot in away.filter(request__extent=Extent.DAYS)}
    heads = Post.objects.filter(person__in=absent, role=Post.Role.SUPERVISOR, valid_to=None).select_related("person")
    for post in heads.order_by("pk"):
        near = (
            Person.objects.filter(unit_id=post.person.unit_id, is_active=True)
            .exclude(pk__in=absent)
            .exclude(name__in=VISITORS)
        )
        if (
            stand_in := near.exclude(pk=post.person_id).order_by("pk").first()
        ) and not post.person.delegations_given.exists():
            Delegation.objects.create(
                approver=post.person, delegate=stand_in, first=today, last=absent[post.person_id].last,
                words="Selama saya tidak di tempat", made_at=now - DAY,
            )  # fmt: skip
