"""The staff of the demo: how many, of which employment, with which job, and their well-formed numbers.

Of OKI's staff only the PPPK Paruh Waktu are published: 4,564 appointed on 29 December 2025, of them 600 teachers,
962 in health and 3,002 others. Of about 12,000 civil servants that is 38 %; the shares below keep these three
proportions, and split the rest into PNS and PPPK by assumption.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from nyata.people.demo.accounts import ROLES
from nyata.people.demo.names import invent
from nyata.people.demo.organisation import UnitPlan
from nyata.people.models import Person, Placement

Employment = Person.Employment
PNS = Employment.PNS
# sector: (share of all staff, {employment: share within it})
SECTORS = {
    "sekolah": (0.380, {PNS: 0.62, Employment.CPNS: 0.01, Employment.PPPK: 0.24, Employment.PPPK_PW: 0.13}),
    "kesehatan": (0.225, {PNS: 0.45, Employment.CPNS: 0.01, Employment.PPPK: 0.18, Employment.PPPK_PW: 0.36}),
    "kantor": (0.395, {PNS: 0.28, Employment.CPNS: 0.01, Employment.PPPK: 0.07, Employment.PPPK_PW: 0.64}),
}  # fmt: skip
JOBS = {
    "sekolah": ("Guru Kelas", "Guru Matematika", "Guru Bahasa Indonesia", "Guru IPA", "Guru Olahraga", "Guru Agama"),
    "kesehatan": ("Perawat Terampil", "Bidan Terampil", "Perawat Ahli", "Apoteker", "Sanitarian", "Nutrisionis"),
    "kantor": ("Pengelola Keuangan", "Pranata Komputer", "Analis Kebijakan", "Pengadministrasi Umum", "Arsiparis"),
}  # fmt: skip
SUPPORT = {
    "sekolah": ("Operator Layanan Operasional", "Penjaga Sekolah", "Tenaga Perpustakaan"),
    "kesehatan": ("Pengelola Layanan Kesehatan", "Operator Layanan Operasional", "Pengemudi Ambulans"),
    "kantor": ("Operator Layanan Operasional", "Penata Layanan Operasional", "Pengelola Umum Operasional"),
}
PW_APPOINTED = dt.date(2025, 12, 29)
# Minutes a week in the contracts of the PPPK Paruh Waktu. Nobody has published OKI's; every fifth has none yet, so that
# the demo shows days of which nothing can be said.
CONTRACTS = (1200, 1200, 900, 1500, None)


@dataclass(frozen=True, slots=True)
class Place:
    """One position in a unit. `rank` is head, operator or staff."""

    unit: UnitPlan
    rank: str


def positions(units: list[UnitPlan], people: int) -> list[Place]:
    """Exactly `people` positions: a head for every unit, an operator for every OPD, the rest by weight."""
    fixed = [Place(unit, "head") for unit in units]
    fixed += [Place(unit, "operator") for unit in units if unit.parent is None]
    rest = people - len(fixed)
    weights = _weights(units)
    shares = [rest * weight for weight in weights]
    counts = [int(share) for share in shares]
    # Largest remainders first, so that the sum is exact and the same every time.
    by_remainder = sorted(range(len(units)), key=lambda at: (counts[at] - shares[at], at))
    for at in by_remainder[: rest - sum(counts)]:
        counts[at] += 1
    return fixed + [Place(unit, "staff") for unit, count in zip(units, counts, strict=True) for _ in range(count)]


def _weights(units: list[UnitPlan]) -> list[float]:
    """Each unit's share of the staff: its sector's share, divided by weight within the sector."""
    totals = {sector: sum(unit.weight for unit in units if unit.sector == sector) for sector in SECTORS}
    return [SECTORS[unit.sector][0] * unit.weight / totals[unit.sector] for unit in units]


class Numbers:
    """Hands out NIPs that no real person has: the sequence is always 000, so birth and appointment keep them apart."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.given: set[str] = set()

    def draw(self, employment: str, is_female: bool, today: dt.date) -> str:
        """A fresh, well-formed NIP for an adult whose appointment lies in the past."""
        while True:
            nip = f"{self._birth_and_appointment(employment, today)}{2 if is_female else 1}000"
            if nip not in self.given:
                self.given.add(nip)
                return nip

    def _birth_and_appointment(self, employment: str, today: dt.date) -> str:
        if employment in (Employment.PPPK, Employment.PPPK_PW):
            year = 2025 if employment == Employment.PPPK_PW else self.rng.choice((2021, 2022, 2023, 2024))
            born = self._birthday(year - self.rng.randint(22, 50))
            return f"{born:%Y%m%d}{year}21"
        year = today.year - 1 if employment == Employment.CPNS else self.rng.randint(1994, 2022)
        born = self._birthday(max(year - self.rng.randint(21, 33), today.year - 57))
        return f"{born:%Y%m%d}{year}{self.rng.randint(1, 12):02d}"

    def _birthday(self, year: int) -> dt.date:
        return dt.date(year, 1, 1) + dt.timedelta(days=self.rng.randrange(365))


def hire(rng: random.Random, places: list[Place], today: dt.date) -> Iterator[tuple[Place, Person, str | None]]:
    """An unsaved person, without unit and password, for each position, and the role of the demo they play, if any.

    A role takes the first position of its kind in its unit. Heads, operators and roles are PNS.
    """
    numbers = Numbers(rng)
    waiting = {(role.unit, role.rank): role for role in ROLES}
    for place in places:
        role = waiting.pop((place.unit.code, place.rank), None)
        shares = SECTORS[place.unit.sector][1]
        employment = rng.choices(list(shares), list(shares.values()))[0]
        is_female = rng.random() < (0.4 if place.unit.sector == "kantor" else 0.62)
        if role:
            is_female = role.is_female
        person = _person(
            rng, numbers, place, employment if place.rank == "staff" and not role else PNS, is_female, today
        )
        if role:
            person.name, person.job_title = role.name, role.job_title
        yield place, person, role.role if role else None


def _person(
    rng: random.Random, numbers: Numbers, place: Place, employment: str, is_female: bool, today: dt.date
) -> Person:
    is_part_time = employment == Employment.PPPK_PW
    nip = numbers.draw(employment, is_female, today)
    jobs = SUPPORT if is_part_time and rng.random() < 0.7 else JOBS
    title = {"head": f"Kepala {place.unit.short_name or place.unit.name}", "operator": "Analis SDM Aparatur"}
    has_degree = not is_part_time or rng.random() < 0.4
    began = dt.date(int(nip[8:12]), 1 if nip[12] == "2" else int(nip[12:14]), 1)
    return Person(
        nip=nip,
        name=invent(rng, is_female=is_female, sector=place.unit.sector, has_degree=has_degree),
        employment=employment,
        job_title=title.get(place.rank) or rng.choice(jobs[place.unit.sector]),
        joined_on=PW_APPOINTED if is_part_time else began,
    )


def contract(number: int, person: Person, at: dt.datetime) -> Placement:
    """The unsaved placement of a person from their first day; `number` picks a part-time contract's hours."""
    is_part_time = person.employment == Employment.PPPK_PW
    return Placement(
        person=person,
        unit=person.unit,
        employment=person.employment,
        weekly_minutes=CONTRACTS[number % len(CONTRACTS)] if is_part_time else None,
        valid_from=person.joined_on or PW_APPOINTED,
        recorded_at=at,
    )
