"""What a password may not be, and random first passwords for the paper slip."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nyata.people.models import Person

# Without the letters and digits that are mistaken for one another on paper (0 o, 1 l i, u v).
SLIP_ALPHABET = "abcdefghjkmnpqrstwxyz23456789"
SLIP_GROUPS, SLIP_GROUP = 3, 4  # 29 ** 12: 58 bits


def slip_password() -> str:
    """A random first password such as `k7mq-x3wd-9htw`, to be read aloud or typed from paper."""
    letters = [secrets.choice(SLIP_ALPHABET) for _place in range(SLIP_GROUPS * SLIP_GROUP)]
    return "-".join("".join(letters[at : at + SLIP_GROUP]) for at in range(0, len(letters), SLIP_GROUP))


def telling_digits(nip: str) -> set[str]:
    """Runs of digits that anybody who knows the NIP would try: the NIP, its parts and the birth date in it.

    A NIP is the birth date (8), month of appointment (6), sex (1) and a sequence (3).
    """
    year, month, day = nip[:4], nip[4:6], nip[6:8]
    dates = {year + month + day, day + month + year, month + day + year}
    short = {day + month + year[2:], year[2:] + month + day, month + day + year[2:]}
    return {nip, nip[:14], nip[8:], *dates, *short}


class NotNipOrBirthDate:
    """Refuses a password that holds the person's NIP or birth date, with or without separators."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError where the digits give the person away."""
        nip = getattr(user, "nip", "")
        if not re.fullmatch(r"\d{18}", nip):
            return
        bare = re.sub(r"[\W_]", "", password)
        if any(digits in bare for digits in telling_digits(nip)):
            raise ValidationError(_("Kata sandi tidak boleh memuat NIP atau tanggal lahir."), code="nip_or_birth_date")

    def get_help_text(self) -> str:
        """For the form."""
        return _("Jangan memakai NIP atau tanggal lahir.")
