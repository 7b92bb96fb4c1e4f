"""The cast with its offices, the clock, browsers, and a policy in which the allowance is in force."""

import datetime as dt
import shutil

import pytest
from django.conf import settings as django_settings

from nyata.attendance.tests.conftest import browser, cast, clock, office
from nyata.rules import selectors as rules

__all__ = ["browser", "cast", "clock", "enacted", "office"]

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
AT = dt.datetime(2026, 10, 2, 2, 0, tzinfo=dt.UTC)

PERBUP = """
late_bands:
  title: Potongan TPP karena terlambat
  description: Percentage for each band of minutes late, taken from `base`.
  unit: bands
  values:
    - from: 2026-01-01
      value: [{from_minutes: 1, code: TL1, percent: 0.5}, {from_minutes: 31, code: TL2, percent: 1}]
      source: Perbup Uji 1/2026 Ps 12
      status: A

base:
  title: Dasar potongan TPP
  description: What the percentages of the bands are taken from.
  unit: base
  values: [{from: 2026-01-01, value: total_tpp, source: Perbup Uji 1/2026 Ps 11, status: A}]

absent_day:
  title: Potongan TPP karena tidak masuk sehari
  description: Deduction for a day of absence without a valid reason.
  unit: deduction
  values:
    - from: 2026-01-01
      value: {percent: 3, base: total_tpp}
      source: Perbup Uji 1/2026 Ps 13
      status: A

monthly_cap:
  title: Potongan TPP paling banyak sebulan
  description: The most that a month can lose.
  unit: percent
  values: [{from: 2026-01-01, value: 40, source: Perbup Uji 1/2026 Ps 14, status: A}]

rounding:
  title: Pembulatan potongan TPP sebulan
  description: How the deductions become whole Rupiah.
  unit: rounding
  values: [{from: 2026-01-01, value: down, source: Perbup Uji 1/2026 Ps 15, status: A}]

duty_excepted:
  title: Dinas luar tidak memotong TPP
  description: Whether official duty is excepted.
  unit: switch
  values: [{from: 2025-01-01, value: yes, source: Sekda dalam pemberitaan, status: B}]
"""


@pytest.fixture
def enacted(tmp_path, settings):
    """An invented Perbup is in force: 0.5 and 1 % for lateness, 3 % for an absence, never more than 40 %."""
    folder = tmp_path / "policy"
    shutil.copytree(django_settings.POLICY_DIR, folder)
    (folder / "allowance" / "oki.yaml").write_text(PERBUP)
    settings.POLICY_DIR = folder
    rules.forget()
    yield folder
    rules.forget()
