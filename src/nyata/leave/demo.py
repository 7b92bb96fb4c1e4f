"""Ordinary requests for the demo: the days on which nobody came become leave, illness or duty, a few stay open.

Rows have the shape of real ones, without ledger entries: nothing here was asked by anybody. The same people and days
always make the same requests.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nyata.leave.kinds import NATURES, Extent, Kind, Layer
from nyata.leave.models import CarryOver, Claim, Outage, OutageStep, Place, Request, Slot, Step
from nyata.leave.selectors.reach import superiors
from nyata.leave.services import attach
from nyata.leave.timing import minutes_of, moment, taken
from nyata.people.models import Person, Post, Unit
from nyata.people.selectors import sites_for

SEED = 1603
DAY = dt.timedelta(days=1)
AHEAD = 35
LETTERS = 20
BATCH = 2000
Stage = Slot.Stage
SICK_WORDS = ("Demam", "Sakit gigi", "Diare", "Nyeri pinggang", "Flu berat")
ANNUAL_WORDS = ("Acara keluarga", "Pulang kampung", "Keperluan keluarga", "Mengurus rumah orang tua")
HOUR_WORDS = ("Mengantar anak ke dokter", "Ke bank", "Mengurus surat di kecamatan", "Mengambil rapor anak")
TRIPS = ("Kantor Gubernur, Palembang", "BKN Kanreg VII, Palembang", "Hotel Swarna, Palembang", "Kementerian, Jakarta")
LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
         b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A request before it is written. `stage` None: it was declined. `last`: its last day."""

    person: Person
    kind: Kind
    first: dt.date
    last: dt.date
    stage: Stage | None = Stage.IN_FORCE
    extent: Extent = Extent.DAYS
    times: tuple[dt.time | None, dt.time | None] = (None, None)
    days: Decimal | None = None
    words: str = ""
    letter: str = ""
    places: tuple[tuple[str, Mapping[str, Any] | None, float | None], ...] = ()
    claim: tuple[str, dt.datetime, str] | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of somebody: days that asked for work, those without any record, and forgotten goings."""

    work: Sequence[dt.date]
    absent: frozenset[dt.date]
    forgotten: Mapping[dt.date, dt.datetime]


def build(pasts: Mapping[int, Past], today: dt.date, now: dt.datetime) -> int:
    """Write the requests of these people; returns how many."""
    people = Person.objects.select_related("unit").in_bulk(pasts)
    heads = superiors(people.values(), today)
    drafts = [draft for pk, past in pasts.items() for draft in _drafts(people[pk], past, today) if heads[pk]]
    for start in range(0, len(drafts), BATCH):
        _write(drafts[start : start + BATCH], heads, now)
    _carry_overs(list(people.values()), today, now)
    _letters(now)
    _outage(today, now)
    return len(drafts)


def _drafts(person: Person, past: Past, today: dt.date) -> Iterator[Draft]:
    """No two of a layer over the same day."""
    rng = random.Random(SEED + int(person.nip))  # noqa: S311 - the same world each time
    held: dict[Layer, set[dt.date]] = {layer: set() for layer in Layer}
    for draft in (*_gaps(rng, person, past, today), *_plans(rng, person, past, today)):
        layer = _layer(draft)
        days = {draft.first + DAY * step for step in range((draft.last - draft.first).days + 1)}
        if not days & held[layer]:
            held[layer] |= days
            yield draft


def _gaps(rng: random.Random, person: Person, past: Past, today: dt.date) -> Iterator[Draft]:
    """Runs of working days without a record: long ones are leave, short ones illness or duty, some stay unexplained."""
    run: list[dt.date] = []
    for day in [*past.work, None]:
        if day is not None and day in past.absent and day < today:
            run.append(day)
            continue
        if run and (len(run) >= 3 or rng.random() < 0.8):
            yield _gap(rng, person, run)
        run = []
    for day, gone_at in past.forgotten.items():
        if rng.random() < 0.5:
            stage = Stage.SUPERVISOR if (today - day).days < 4 else Stage.IN_FORCE
            reason = rng.choice(("forgotten", "forgotten", "dead_phone", "blackout"))
            yield Draft(person, Kind.CORRECTION, day, day, stage, claim=("out", gone_at, reason))


def _gap(rng: random.Random, person: Person, run: list[dt.date]) -> Draft:
    first, last, days = run[0], run[-1], Decimal(len(run))
    chance = rng.random()
    if len(run) >= 3 and chance < 0.8 and person.employment != Person.Employment.PPPK_PW:
        return Draft(person, Kind.ANNUAL, first, last, days=days, words=rng.choice(ANNUAL_WORDS))
    if chance < 0.55 or len(run) > 5:
        return Draft(person, Kind.SICK, first, last, days=days, words=rng.choice(SICK_WORDS))
    place = (rng.choice(TRIPS), None, None)
    kind = Kind.TRAINING if chance > 0.92 else Kind.TRAVEL
    letter = f"090/{rng.randrange(100, 900)}/ST/{first.year}"
    return Draft(person, kind, first, last, days=days, letter=letter, places=(place,))


def _plans(rng: random.Random, person: Person, past: Past, today: dt.date) -> Iterator[Draft]:
    """What is still to come, some of it undecided; hours off; the field letter of a month."""
    coming = [day for day in past.work if today < day <= today + DAY * AHEAD]
    behind = [day for day in past.work if day < today and day not in past.absent]
    if coming and rng.random() < 0.25:
        at = rng.randrange(len(coming))
        run = coming[at : at + rng.randint(1, 4)]
        stage = rng.choice((Stage.SUPERVISOR, Stage.SUPERVISOR, Stage.IN_FORCE, None))
        yield Draft(person, Kind.ANNUAL, run[0], run[-1], stage, days=Decimal(len(run)), words=rng.choice(ANNUAL_WORDS))
    if coming and rng.random() < 0.02:
        yield Draft(
            person, Kind.IMPORTANT, coming[0], coming[0], Stage.HR, days=Decimal(1), words="Keluarga sakit keras"
        )
    for day in rng.sample(behind, min(len(behind), rng.choice((0, 0, 0, 0, 1, 1, 2)))):
        hour = rng.choice((9, 10, 13))
        times = (dt.time(hour), dt.time(hour + 2))
        yield Draft(
            person, Kind.PERMISSION, day, day, Stage.IN_FORCE, Extent.TIMES, times, Decimal(0), rng.choice(HOUR_WORDS)
        )
    if person.unit.kind == Unit.Kind.HEALTH_CENTRE and rng.random() < 0.12:
        month = today.replace(day=1)
        end = (month + DAY * 32).replace(day=1) - DAY
        spots = [(site.name, site.shape, site.radius_m) for site in sites_for(person, today)]
        places = (("Posyandu Desa Rantau", None, None), *spots[:1])
        yield Draft(
            person, Kind.FIELD, month, end, letter=f"440/{rng.randrange(10, 99)}/ST/{month.year}", places=places
        )


def _layer(draft: Draft) -> Layer:
    return Layer.GOING if draft.claim else NATURES[draft.kind].layer


def _write(drafts: Sequence[Draft], heads: Mapping[int, list[int]], now: dt.datetime) -> None:
    requests = Request.objects.bulk_create([_request(draft, now) for draft in drafts])
    steps, slots, places, claims = [], [], [], []
    for draft, request in zip(drafts, requests, strict=True):
        steps += _steps(draft, request, heads[draft.person.pk][0], now)
        places += [Place(request=request, name=name, shape=shape, radius_m=m) for name, shape, m in draft.places]
        if draft.claim:
            purpose, at, reason = draft.claim
            claims.append(Claim(request=request, purpose=purpose, claimed_at=at, reason=reason))
        if draft.stage is not None:
            start, end = minutes_of(draft.first, draft.last, draft.extent, *draft.times)
            slots.append(
                Slot(
                    request=request, person=draft.person, layer=_layer(draft), start=start, end=end, last=draft.last,
                    days=draft.days, stage=draft.stage,
                )
            )  # fmt: skip
    Claim.objects.bulk_create(claims)
    Place.objects.bulk_create(places)
    Step.objects.bulk_create(steps)
    Slot.objects.bulk_create(slots)


def _asked_at(draft: Draft, now: dt.datetime) -> dt.datetime:
    before = 0 if draft.kind in (Kind.SICK, Kind.CORRECTION, Kind.PERMISSION) else 5
    return min(moment(draft.first - DAY * before, dt.time(8, 20)), now - dt.timedelta(hours=3))


def _request(draft: Draft, now: dt.datetime) -> Request:
    time_from, time_to = draft.times
    return Request(
        person=draft.person, kind=draft.kind, first=draft.first, last=draft.last, extent=draft.extent,
        time_from=time_from, time_to=time_to, words=draft.words, letter_number=draft.letter,
        days=None if draft.claim else taken(None if draft.days is None else int(draft.days), draft.extent),
        asked_by=draft.person, asked_at=_asked_at(draft, now),
    )  # fmt: skip


def _steps(draft: Draft, request: Request, head: int, now: dt.datetime) -> list[Step]:
    asked = Step(request=request, act=Step.Act.ASKED, actor=draft.person, at=request.asked_at)
    if draft.stage == Stage.SUPERVISOR:
        return [asked]
    at = min(request.asked_at + dt.timedelta(hours=2), now)
    if draft.stage is None:
        words = "Pada hari itu pelayanan penuh, mohon pilih hari lain."
        return [asked, Step(request=request, act=Step.Act.DECLINED, actor_id=head, words=words, at=at)]
    return [asked, Step(request=request, act=Step.Act.BY_SUPERVISOR, actor_id=head, at=at)]


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
    """A few illnesses have their letter; the others show what a missing one looks like."""
    for request in Request.objects.filter(kind=Kind.SICK).select_related("person")[:LETTERS]:
        attach(actor=request.person, request=request, name="surat-dokter.pdf", content=LETTER, at=now)


def _outage(today: dt.date, now: dt.datetime) -> None:
    """One morning of one health centre without electricity."""
    officers = _officers()
    unit = Unit.objects.filter(kind=Unit.Kind.HEALTH_CENTRE).order_by("pk").first()
    if len(officers) < 2 or unit is None:
        return
    day = today - DAY * 20
    outage = Outage.objects.create(
        unit=unit, starts_at=moment(day, dt.time(7)), ends_at=moment(day, dt.time(9, 30)),
        words="Listrik dan jaringan padam sejak dini hari", document_number="440/17/BA", recorded_by=officers[0],
        recorded_at=now - DAY * 19,
    )  # fmt: skip
    OutageStep.objects.create(outage=outage, act=OutageStep.Act.APPROVED, actor=officers[1], at=now - DAY * 19)
