"""The accounts one can sign in with: one per role, with a password drawn anew on every machine."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password

from nyata.people.models import Person

# Words for passwords that a visitor types from the screen: short, without look-alikes.
WORDS = (
    "perahu", "rawa", "jembatan", "sungai", "kemarau", "tikar", "purun", "gambut", "kelapa", "sawah", "dermaga",
    "pasar", "tambak", "belida", "embun", "cempaka", "rotan", "layar", "dayung", "pelita", "gerimis", "lebak", "anyam",
    "angin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the demo: who plays it, at which unit, in which position."""

    role: str
    name: str
    unit: str
    rank: str
    is_female: bool
    job_title: str


ROLES = (
    Role("servant", "Sari Purnama, A.Md.Kep.", "PKM-TSL", "staff", True, "Perawat Terampil"),
    Role("supervisor", "Rahmat Tembesu, S.K.M.", "PKM-TSL", "head", False, "Kepala Puskesmas Tulung Selapan"),
    Role("opd_head", "Ratna Kasturi, S.K.M.", "DINKES", "head", True, "Kepala Dinas Kesehatan"),
    Role("operator", "Dewi Anyaman, S.E.", "DINKES", "operator", True, "Analis SDM Aparatur"),
    Role("other_supervisor", "Yusuf Lebak, S.T.", "PUPR", "head", False, "Kepala Dinas PUPR"),
    Role("hr", "Nurul Purun, S.Sos.", "BKPSDM-02", "head", True, "Kepala Bidang Disiplin dan Kinerja"),
    Role("auditor", "Hasan Pedamar, S.E.", "INSPEKTORAT-02", "head", False, "Inspektur Pembantu Wilayah I"),
    Role("legal", "Laila Gambut, S.H., M.H.", "SETDA-01", "head", True, "Kepala Bagian Hukum"),
    Role("executive", "Aminah Seriang, S.H.", "SETDA", "head", True, "Sekretaris Daerah"),
)


def draw_password() -> str:
    """Three words and two digits: about 20 bits, enough for a demo behind throttling, never for real people."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(3)), f"{secrets.randbelow(90) + 10}"])


def open_accounts(people: dict[str, Person]) -> list[dict[str, str]]:
    """Give each role's person a password that need not be changed; `people` is by role. Returns what to print."""
    accounts = []
    for role in ROLES:
        person = people[role.role]
        password = draw_password()
        person.password = make_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        accounts.append({"role": role.role, "name": person.name, "nip": person.nip, "password": password})
    return accounts


def write_accounts(path: Path, accounts: list[dict[str, str]]) -> None:
    """Write the list to a file that only this user may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(accounts, file, indent=2, ensure_ascii=False)
    draft.replace(path)
