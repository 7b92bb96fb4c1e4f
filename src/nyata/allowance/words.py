"""A calculation in words: each step a sentence with its numbers and the rule that it follows from."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nyata.core.allowance.steps import Allowance, Code, Step
from nyata.rules.words import choice

EXAMPLE_MARK = gettext_lazy("contoh, belum berlaku di OKI")

TITLES: dict[Code, Promise] = {
    Code.AMOUNT: gettext_lazy("Besaran TPP sebulan"),
    Code.COMPONENT: gettext_lazy("Komponen disiplin"),
    Code.LATE: gettext_lazy("Terlambat"),
    Code.EARLY: gettext_lazy("Pulang sebelum waktunya"),
    Code.LATE_DAY: gettext_lazy("Hari terlambat"),
    Code.NO_RECORD: gettext_lazy("Belum ada absen masuk"),
    Code.UNSTATED: gettext_lazy("Tidak memotong: besarnya tidak disebut"),
    Code.CONVERTED: gettext_lazy("Menit dijadikan hari"),
    Code.ABSENT: gettext_lazy("Tanpa keterangan"),
    Code.LEAVE: gettext_lazy("Cuti yang memotong"),
    Code.APEL: gettext_lazy("Tidak ikut apel"),
    Code.DUTY: gettext_lazy("Dinas, tidak memotong"),
    Code.ROUNDING: gettext_lazy("Pembulatan"),
    Code.CAP: gettext_lazy("Potongan paling banyak sebulan"),
}


def pay_title(is_example: bool) -> str:
    """What the result is called: of an example nothing is paid."""
    return _("Hasil hitungan contoh") if is_example else _("Dibayarkan")


@dataclass(frozen=True, slots=True)
class Told:
    """A step for a page: what it is, how it was worked out, and the step itself."""

    title: str
    working: str
    step: Step

    @property
    def takes(self) -> bool:
        return self.step.deduction > 0

    @property
    def gives_back(self) -> bool:
        return self.step.deduction < 0

    @property
    def is_only_told(self) -> bool:
        """Whether it is worked out for a later step and takes nothing by itself."""
        return self.step.code in (Code.COMPONENT, Code.CONVERTED)

    @property
    def given_back(self) -> Decimal:
        return -self.step.deduction


def told(found: Allowance) -> list[Told]:
    """Every step of a calculation, in order."""
    return [Told(title_of(step), WORKINGS.get(step.code, _product)(step), step) for step in found.steps]


def title_of(step: Step) -> str:
    """Terlambat, TL1."""
    if band := step.arguments.get("band"):
        return f"{TITLES[step.code]}, {band}"
    if step.arguments.get("converted"):
        return _("Tanpa keterangan, dan hari dari menit") if step.days else _("Hari dari menit")
    return str(TITLES[step.code])


def rupiah(value: int | Decimal | str) -> str:
    """Rp1.600.000; Rp12.345,67; -Rp20.000."""
    number = Decimal(value)
    whole, _point, rest = f"{abs(number).normalize():f}".partition(".")
    groups = f"{int(whole):,}".replace(",", ".")
    return ("-" if number < 0 else "") + f"Rp{groups}" + (f",{rest}" if rest else "")


def percent(value: Decimal) -> str:
    """0,5 %."""
    return f"{value.normalize():f}".replace(".", ",") + " %"


def _product(step: Step) -> str:
    """3 hari × 0,5 % dari komponen disiplin Rp1.600.000."""
    assert step.rate is not None and step.of is not None
    base = choice(str(step.arguments.get("base", "")))
    words = {"count": _count(step), "rate": percent(step.rate), "base": base, "of": rupiah(step.of)}
    return _("%(count)s × %(rate)s dari %(base)s %(of)s") % words


def _count(step: Step) -> str:
    if step.code in (Code.APEL, Code.ABSENT) and "absences" not in step.arguments:
        if made := step.arguments.get("converted"):
            return _("(%(days)d hari + %(made)d dari menit)") % {"days": step.count - made, "made": made}
        return ngettext("%(n)d kali", "%(n)d kali", step.count) % {"n": step.count}
    if "absences" in step.arguments:
        return _("%(n)d kali sebulan") % {"n": step.arguments["absences"]}
    return ngettext("%(n)d hari", "%(n)d hari", step.count) % {"n": step.count}


def _amount(step: Step) -> str:
    return ""


def _component(step: Step) -> str:
    assert step.rate is not None and step.of is not None
    words = {"rate": percent(step.rate), "of": rupiah(step.of), "made": rupiah(step.arguments["component"])}
    return _("%(rate)s dari %(of)s adalah %(made)s; sisanya produktivitas") % words


def _counted(step: Step) -> str:
    return ngettext("%(n)d hari", "%(n)d hari", step.count) % {"n": step.count}


def _converted(step: Step) -> str:
    words = {"minutes": step.arguments["minutes"], "length": step.arguments["length"], "n": step.count}
    return _("%(minutes)d menit bersama, tiap %(length)d menit sehari: %(n)d hari") % words


def _rounding(step: Step) -> str:
    return choice(step.arguments["how"])


def _cap(step: Step) -> str:
    if step.rate is None:
        return _("Tidak disebut; potongan tidak pernah lebih dari TPP-nya")
    words = {"rate": percent(step.rate), "limit": rupiah(step.arguments["limit"])}
    if step.arguments["reached"]:
        return _("%(rate)s, yaitu %(limit)s; yang di atasnya dikembalikan") % words
    return _("%(rate)s, yaitu %(limit)s; tidak terlampaui") % words


WORKINGS: dict[Code, Callable[[Step], str]] = {
    Code.AMOUNT: _amount,
    Code.COMPONENT: _component,
    Code.UNSTATED: _counted,
    Code.CONVERTED: _converted,
    Code.DUTY: _counted,
    Code.ROUNDING: _rounding,
    Code.CAP: _cap,
}
