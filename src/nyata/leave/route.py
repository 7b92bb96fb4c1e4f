"""Which way a request goes: through the supervisor always, through an HR officer where its kind asks for it."""

import datetime as dt

from nyata.leave import terms
from nyata.leave.kinds import NATURES, Kind
from nyata.rules.selectors import policy_on


def needs_hr(kind: str, first: dt.date, last: dt.date) -> bool:
    """Whether an HR officer decides after the supervisor (policy leave/approval)."""
    rules = policy_on(first).leave.approval
    if kind == Kind.SICK:
        return (last - first).days + 1 > rules.sick_hr_after
    return kind in rules.hr_kinds


def wants_file(kind: str, first: dt.date, last: dt.date, employment: str) -> bool:
    """Whether a letter is expected with it; it may follow later. Of an illness a doctor's from a day on."""
    if kind == Kind.SICK:
        doctor_from = terms.value("leave.sick.doctor_from", first, employment)
        if doctor_from is not None:
            return (last - first).days + 1 >= int(doctor_from)
    return kind in policy_on(first).leave.approval.file_kinds


def needs_government_doctor(kind: str, first: dt.date, last: dt.date, employment: str) -> bool:
    """Whether an illness lasts so long that it is granted only with a letter, which is a government doctor's then."""
    if kind != Kind.SICK:
        return False
    since = terms.value("leave.sick.government_doctor_from", first, employment)
    return since is not None and (last - first).days + 1 >= int(since)


def latest(kind: str, on: dt.date) -> int:
    """How many calendar days after its first day it can still be asked for."""
    rules = policy_on(on).leave.approval
    return rules.correction_latest if NATURES[Kind(kind)].cover is None else rules.latest
