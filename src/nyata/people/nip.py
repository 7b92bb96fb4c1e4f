"""The NIP: eighteen digits that say birth date, first appointment, sex and a sequence. It has no checksum.

PNS   yyyymmdd birth, yyyymm appointment, 1 or 2 (male, female), sequence 001-999
PPPK  yyyymmdd birth, yyyy start, 2 (the mark of a PPPK), frequency 1-9, 1 or 2, sequence
A PNS's month never starts with 2, so the two never collide. A NIP is personal data: `masked` for lists and logs.
"""

import datetime as dt
import re
from dataclasses import dataclass

from nyata.people.refusals import Code, Refused

PNS = re.compile(r"(\d{8})(\d{4})(0[1-9]|1[0-2])([12])(\d{3})", re.ASCII)
PPPK = re.compile(r"(\d{8})(\d{4})2([1-9])([12])(\d{3})", re.ASCII)
# No real NIP has it, so the invented people of the demo never collide with somebody.
DEMO_SEQUENCE = 0
LEAST_AGE = 18


@dataclass(frozen=True, slots=True)
class Nip:
    """What a NIP says. `month` is None for a PPPK, `frequency` (of the contract) is None for a PNS."""

    text: str
    born: dt.date
    year: int
    month: int | None
    frequency: int | None
    is_female: bool
    sequence: int

    @property
    def is_pppk(self) -> bool:
        return self.frequency is not None

    @property
    def appointed(self) -> dt.date:
        """First day of the month (PNS) or year (PPPK) of the first appointment."""
        return dt.date(self.year, self.month or 1, 1)


def clean(text: str) -> str:
    """The NIP without the blanks, dots and leading apostrophe that people and spreadsheets put in it."""
    return re.sub(r"[\s.\u00a0\u200b-]", "", text).removeprefix("'").removeprefix("\u2019")


def parse(text: str, *, on: dt.date, demo: bool) -> Nip:
    """Read a NIP as known on the day `on`; the sequence 000 is allowed only in the demo.

    Raises Refused: nip_shape, nip_birth_date, nip_appointment, nip_sequence.
    """
    digits = clean(text)
    if found := PNS.fullmatch(digits):
        born, year, month, sex, sequence = found.groups()
        frequency = None
    elif found := PPPK.fullmatch(digits):
        born, year, frequency, sex, sequence = found.groups()
        month = None
    else:
        raise Refused(Code.NIP_SHAPE)
    nip = Nip(
        digits, birth_date(born), int(year), int(month) if month else None, int(frequency) if frequency else None,
        sex == "2", int(sequence),
    )  # fmt: skip
    _require_plausible(nip, on, demo)
    return nip


def birth_date(digits: str) -> dt.date:
    """The date of eight digits yyyymmdd. Raises Refused(nip_birth_date) where the calendar has no such day."""
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise Refused(Code.NIP_BIRTH_DATE) from None


def _require_plausible(nip: Nip, on: dt.date, demo: bool) -> None:
    if nip.born >= on or nip.born.year < 1930:
        raise Refused(Code.NIP_BIRTH_DATE)
    # The appointment names a month or a year only, so both are compared by what they name.
    of_age = (nip.born.year + LEAST_AGE, nip.born.month)
    begun = (nip.year, nip.month or 12)
    if nip.year < 1950 or begun < of_age or (nip.year, nip.month or 1) > (on.year, on.month):
        raise Refused(Code.NIP_APPOINTMENT)
    if nip.sequence == DEMO_SEQUENCE and not demo:
        raise Refused(Code.NIP_SEQUENCE)


def masked(text: str) -> str:
    """A NIP for lists and logs: its first eight digits, dots, its last two."""
    return f"{text[:8]}••••••••{text[-2:]}" if len(text) == 18 else "••••••••"
