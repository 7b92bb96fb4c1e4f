"""The organisation of the demo: 45 OPD and their units. The names follow what the press prints of OKI's OPD.

No complete current list is published; treat this as sample data.
"""

from dataclasses import dataclass

from nyata.people.demo.places import CAPITAL, DISTRICTS
from nyata.people.models import Unit

Kind = Unit.Kind
SECRETARIAT = "Sekretariat"

# code, name, short name, and its divisions besides the secretariat
OFFICES = (
    ("SETDA", "Sekretariat Daerah", "Setda", ("Bagian Hukum", "Bagian Organisasi", "Bagian Umum")),
    ("SETWAN", "Sekretariat DPRD", "Setwan", ("Bagian Persidangan", "Bagian Keuangan")),
    ("INSPEKTORAT", "Inspektorat", "Inspektorat", ("Irban Wilayah I", "Irban Wilayah II")),
    ("BKPSDM", "Badan Kepegawaian dan Pengembangan SDM", "BKPSDM", ("Bidang Disiplin dan Kinerja", "Bidang Mutasi")),
    ("BPKAD", "Badan Pengelola Keuangan dan Aset Daerah", "BPKAD", ("Bidang Anggaran", "Bidang Aset")),
    ("BAPENDA", "Badan Pendapatan Daerah", "Bapenda", ("Bidang Penagihan", "Bidang Pendataan")),
    ("BALITBANG", "Badan Penelitian dan Pengembangan", "Balitbang", ("Bidang Inovasi",)),
    ("DISDIK", "Dinas Pendidikan", "Disdik", ("Bidang SD", "Bidang SMP", "Bidang PAUD")),
    ("DINKES", "Dinas Kesehatan", "Dinkes", ("Bidang Kesehatan Masyarakat", "Bidang Pelayanan Kesehatan")),
    ("PUPR", "Dinas Pekerjaan Umum dan Penataan Ruang", "PUPR", ("Bidang Bina Marga", "Bidang Cipta Karya")),
    ("PERKIM", "Dinas Perumahan Rakyat dan Kawasan Permukiman", "Perkim", ("Bidang Perumahan", "Bidang Permukiman")),
    ("DINSOS", "Dinas Sosial", "Dinsos", ("Bidang Rehabilitasi Sosial", "Bidang Perlindungan Sosial")),
    ("DISNAKER", "Dinas Tenaga Kerja dan Transmigrasi", "Disnakertrans", ("Bidang Penempatan", "Bidang Transmigrasi")),
    ("DLH", "Dinas Lingkungan Hidup", "DLH", ("Bidang Persampahan", "Bidang Tata Lingkungan")),
    ("DISHUB", "Dinas Perhubungan", "Dishub", ("Bidang Lalu Lintas", "Bidang Angkutan Sungai")),
    ("KOMINFO", "Dinas Komunikasi dan Informatika", "Kominfo", ("Bidang E-Government", "Bidang Statistik")),
    ("DPMPTSP", "Dinas Penanaman Modal dan PTSP", "DPMPTSP", ("Bidang Perizinan", "Bidang Penanaman Modal")),
    ("DISDAG", "Dinas Perdagangan", "Disdag", ("Bidang Pasar", "Bidang Metrologi")),
    ("PERPUS", "Dinas Perpustakaan dan Kearsipan", "Perpustakaan", ("Bidang Layanan", "Bidang Kearsipan")),
    ("PERTANAHAN", "Dinas Pertanahan", "Pertanahan", ("Bidang Pengadaan Tanah",)),
    ("DKP", "Dinas Ketahanan Pangan", "Ketahanan Pangan", ("Bidang Distribusi Pangan",)),
    ("DISTAN", "Dinas Pertanian", "Pertanian", ("Bidang Tanaman Pangan", "Bidang Penyuluhan")),
    ("BUNAK", "Dinas Perkebunan dan Peternakan", "Bunak", ("Bidang Perkebunan", "Bidang Peternakan")),
    ("DPPKB", "Dinas Pengendalian Penduduk dan KB", "DPPKB", ("Bidang Keluarga Berencana",)),
    ("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil", "Dukcapil", ("Bidang KTP-el", "Bidang Akta")),
    ("SATPOLPP", "Satpol PP dan Pemadam Kebakaran", "Satpol PP Damkar", ("Bidang Ketertiban", "Bidang Pemadam")),
    ("RSUD", "RSUD Kayuagung", "RSUD", ("Instalasi Rawat Inap", "Instalasi Gawat Darurat", "Instalasi Farmasi")),
)  # fmt: skip
VILLAGES = (
    "Kayu Agung", "Cinta Raja", "Jua-Jua", "Kedaton", "Kutaraya", "Mangunjaya", "Paku", "Perigi", "Sidakersa",
    "Sukadana", "Tanjung Rancing",
)  # fmt: skip
UPTD = (("DINKES", "LABKES", "UPTD Laboratorium Kesehatan"), ("DISDAG", "PASAR", "UPTD Pasar Kayuagung"))


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to be made. `weight` is its share of the staff beyond its head; `sector` decides jobs and employment."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str | None
    district: str
    sector: str
    weight: float
    own_site: bool


def plan(people: int) -> list[UnitPlan]:
    """All units for a world of that size, parents before children. More people, more schools."""
    schools = 1 + people // 3000
    units = [unit for office in OFFICES for unit in _office(*office)]
    for code, (name, short, _, _) in DISTRICTS.items():
        units += _district(code, name, short, schools)
    for number, village in enumerate(VILLAGES, 1):
        office = "KEC-KAG"
        units.append(
            UnitPlan(
                f"KEL-{number:02d}",
                f"Kelurahan {village}",
                "",
                Kind.VILLAGE_OFFICE,
                office,
                CAPITAL,
                "kantor",
                1.2,
                True,
            )
        )
    for parent, code, name in UPTD:
        sector = "kesehatan" if parent == "DINKES" else "kantor"
        units.append(UnitPlan(f"{parent}-{code}", name, "", Kind.UPTD, parent, CAPITAL, sector, 1.5, True))
    return units


def _office(code: str, name: str, short: str, divisions: tuple[str, ...]) -> list[UnitPlan]:
    sector = "kesehatan" if code == "RSUD" else "kantor"
    kind = Kind.HOSPITAL if code == "RSUD" else Kind.DIVISION
    units = [UnitPlan(code, name, short, Kind.OPD, None, CAPITAL, sector, 1.5, True)]
    parts = divisions if code == "SETDA" else (SECRETARIAT, *divisions)
    for number, part in enumerate(parts, 1):
        weight = 6.0 if code == "RSUD" else 2.2
        units.append(
            UnitPlan(f"{code}-{number:02d}", part, f"{part} {short}"[:40], kind, code, CAPITAL, sector, weight, False)
        )
    return units


def _district(code: str, name: str, short: str, schools: int) -> list[UnitPlan]:
    units = [
        UnitPlan(f"KEC-{short}", f"Kecamatan {name}", f"Kec. {name}", Kind.OPD, None, code, "kantor", 3.5, True),
        UnitPlan(f"PKM-{short}", f"Puskesmas {name}", "", Kind.HEALTH_CENTRE, "DINKES", code, "kesehatan", 6.5, True),
        UnitPlan(f"SMP-{short}", f"SMP Negeri 1 {name}", "", Kind.SCHOOL, "DISDIK", code, "sekolah", 6.0, True),
    ]
    for number in range(1, schools + 1):
        units.append(
            UnitPlan(
                f"SD{number}-{short}",
                f"SD Negeri {number} {name}",
                "",
                Kind.SCHOOL,
                "DISDIK",
                code,
                "sekolah",
                5.0,
                True,
            )
        )
    return units
