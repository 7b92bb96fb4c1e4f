"""What the audit says: checks, figures, and of every finding a sentence and its honest causes. Made on reading."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.formats import localize, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nyata.ledger.faults import What

Words = Promise | str


class Title(NamedTuple):
    """A check's name, and what it looks at."""

    name: Words
    about: Words


class Said(NamedTuple):
    """A finding's sentence with places for its facts, and what may well be the reason."""

    sentence: Words
    causes: Words


class Listed(NamedTuple):
    """A list of a report as a table."""

    title: Words
    heads: list[tuple[str, Words]]
    rows: list[list[tuple[Words, str]]]
    more: int


MOST_ROWS = 50
CHECKS: dict[str, Title] = {
    "log": Title(_("Buku besar"), _("Setiap catatan ada di buku besar, dan buku besar melanjutkan bulan lalu.")),
    "days": Title(_("Catatan hari"), _("Hari dihitung ulang dari absen yang diterima, izin, jadwal, dan aturannya.")),
    "allowances": Title(_("TPP"), _("TPP yang disimpan dibandingkan dengan hitungan ulang, per orang.")),
    "exemptions": Title(_("Pengecualian"), _("Dinas, tugas lapangan, dan izin yang berlaku, per OPD dan pemberi.")),
    "corrections": Title(_("Koreksi absen"), _("Lupa atau gagal absen yang disetujui, per OPD dan pemberi.")),
    "devices": Title(_("Ganti HP"), _("Pergantian HP yang disetujui, per OPD dan pemberi.")),
    "reviews": Title(_("Tinjauan dan saksi"), _("Absen yang diputuskan orang, dan yang disaksikan.")),
    "fences": Title(_("Batas lokasi"), _("Seberapa jauh lokasi absen menjangkau dari titik tengahnya.")),
    "witnesses": Title(_("Saksi di lokasi"), _("Siapa yang dapat menjadi saksi di setiap lokasi yang dipakai.")),
    "clocks": Title(_("Jam"), _("Selisih jam mesin, jangkar waktu HP, jam server dan basis data.")),
    "looks": Title(_("Foto dan surat yang dilihat"), _("Siapa melihat foto atau surat orang lain, dan untuk apa.")),
    "policies": Title(_("Aturan"), _("Nilai bertanda M atau terbuka, mana yang diaktifkan, dan keputusan bulan ini.")),
    "powers": Title(_("Kewenangan"), _("Penugasan yang mulai atau berakhir, dan siapa yang memberikannya.")),
    "programs": Title(_("Versi program"), _("Versi program dan aturan yang memeriksa absen setiap hari.")),
    "backups": Title(_("Cadangan"), _("Cadangan yang dipulihkan ke basis data tersendiri dan diperiksa.")),
}
_ORDINARY = _("Sering kali wajar: tugas lapangan, jumlah pegawai, atau gangguan setempat. Tanyakan dulu.")
SAID: dict[str, Said] = {
    "log_fault": Said(
        _("Buku besar, %(count)s kali, pertama di %(place)s: %(fault)s"),
        _("Mungkin data dipulihkan dari cadangan lama, atau diubah langsung di basis data. Jangan hapus apa pun."),
    ),
    "log_without_witness": Said(
        _("Dalam %(days)s hari tidak ada kantor lain yang menyaksikan buku besar."),
        _("Minta Inspektorat atau Diskominfo tetangga menjalankan `nyata ledger witness`."),
    ),
    "day_differs": Said(
        _("Catatan %(person)s tanggal %(day)s berbeda dari hitungan ulang pada: %(columns)s."),
        _("Mungkin aturan atau jadwal berubah sesudahnya dan belum dihitung ulang, atau catatannya diubah."),
    ),
    "days_differ_more": Said(
        _("%(days)s hari lain juga berbeda dari hitungan ulang."), _("Biasanya satu sebab yang sama untuk semuanya.")
    ),
    "locked_days_differ": Said(
        _("%(unit)s: %(days)s hari dari %(people)s orang akan berbeda bila bulan yang dikunci dihitung sekarang."),
        _("Izin atau koreksi yang disetujui setelah dikunci. Putuskan apakah bulannya dibuka kembali."),
    ),
    "overpaid": Said(
        _("%(unit)s: TPP %(people)s orang tersimpan Rp %(rupiah)s lebih besar daripada hitungan ulang."),
        _("Mungkin hari atau besaran berubah setelah disimpan. Periksa sebelum apa pun ditagih."),
    ),
    "underpaid": Said(
        _("%(unit)s: TPP %(people)s orang tersimpan Rp %(rupiah)s lebih kecil daripada hitungan ulang."),
        _("Mungkin koreksi disetujui setelah disimpan. Hak pegawai perlu dipulihkan."),
    ),
    "exemptions_opd": Said(
        _("%(unit)s: %(count)s dari %(of)s orang punya pengecualian, %(times)s kali OPD lain."), _ORDINARY
    ),
    "exemptions_decider": Said(
        _("%(person)s (%(unit)s) menyetujui %(count)s pengecualian untuk %(of)s orang, %(times)s kali yang lain."),
        _ORDINARY,
    ),
    "corrections_opd": Said(
        _("%(unit)s: %(count)s dari %(of)s orang punya koreksi absen, %(times)s kali OPD lain."), _ORDINARY
    ),
    "corrections_decider": Said(
        _("%(person)s (%(unit)s) menyetujui %(count)s koreksi untuk %(of)s orang, %(times)s kali yang lain."), _ORDINARY
    ),
    "devices_opd": Said(_("%(unit)s: %(count)s dari %(of)s orang ganti HP, %(times)s kali OPD lain."), _ORDINARY),
    "devices_officer": Said(
        _("%(person)s (%(unit)s) menyetujui %(count)s ganti HP untuk %(of)s orang, %(times)s kali yang lain."),
        _ORDINARY,
    ),
    "devices_often": Said(
        _("%(person)s (%(unit)s) ganti HP %(count)s kali dalam %(days)s hari."),
        _("HP rusak, hilang, atau dipinjam keluarga memang terjadi. Tanyakan apakah perlu bantuan."),
    ),
    "devices_by_one": Said(
        _("Ganti HP %(person)s disetujui atasan dan petugas yang sama: %(officer)s."),
        _("Mungkin petugas itu juga atasannya. Lain kali minta petugas lain."),
    ),
    "reviews_declined": Said(
        _("%(person)s (%(unit)s) tidak menerima %(count)s dari %(of)s absen yang ditinjau, %(times)s kali yang lain."),
        _("Mungkin lokasinya sulit sinyal, atau ukurannya berbeda dari rekan lain."),
    ),
    "reviews_never_declined": Said(
        _("%(person)s (%(unit)s) menerima hampir semua: dari %(of)s absen yang ditinjau %(count)s tidak diterima."),
        _("Mungkin absennya memang baik. Tanyakan bagaimana foto dan lokasinya diperiksa."),
    ),
    "witness_often": Said(
        _("%(person)s (%(unit)s) menjadi saksi %(count)s kali untuk %(of)s orang, %(times)s kali saksi lain."),
        _("Mungkin HP atau sinyal di sana sering bermasalah. Tanyakan apa yang perlu diperbaiki."),
    ),
    "witness_opd": Said(
        _("%(unit)s: %(count)s dari %(of)s orang absen dengan saksi, %(times)s kali OPD lain."),
        _("Mungkin HP atau sinyal di sana sering bermasalah. Tanyakan apa yang perlu diperbaiki."),
    ),
    "fence_wide": Said(
        _("%(site)s menjangkau %(metres)s m dari titik tengahnya; lebih dari %(most)s m perlu penjelasan."),
        _("Halaman sekolah, puskesmas, atau kantor bupati memang luas. Jelaskan sekali, lalu ditutup."),
    ),
    "site_unsurveyed": Said(
        _("%(site)s (%(unit)s) belum pernah diukur di tempat."), _("Mungkin lokasi baru. Jadwalkan pengukurannya.")
    ),
    "site_without_witness": Said(
        _("Di %(site)s (%(unit)s) tidak ada orang yang dapat menjadi saksi."),
        _("Mungkin jabatan atasannya kosong. Tunjuk rekan sebagai saksi agar tidak ada yang kesulitan absen."),
    ),
    "offset_large": Said(
        _("Jam %(machine)s dikoreksi %(seconds)s detik untuk %(first)s – %(last)s."),
        _("Jam mesin tanpa jaringan memang bergeser. Setel ulang jamnya, lalu catat."),
    ),
    "unproven_opd": Said(
        _("%(unit)s: waktu %(count)s dari %(of)s absen belum terbukti, %(times)s kali OPD lain."),
        _("Mungkin lokasinya tanpa sinyal. Periksa jaringan di sana."),
    ),
    "clocks_apart": Said(
        _("Jam server dan basis data berselisih %(seconds)s detik."), _("Layanan waktu (NTP) perlu diperiksa.")
    ),
    "looks_many": Said(
        _("%(person)s (%(unit)s) melihat foto atau surat %(count)s kali dari %(of)s orang, %(times)s kali yang lain."),
        _("Mungkin memang petugas tinjauan. Lihat alasan yang dicatat."),
    ),
    "policy_other_words": Said(
        _("Keputusan atas %(value)s tidak berlaku lagi karena bunyi nilainya sudah lain."),
        _("Nilainya diperbaiki setelah ditandatangani. Kedua kantor perlu memutuskan lagi."),
    ),
    "post_without_document": Said(
        _("Penugasan %(person)s sebagai %(role)s (%(unit)s) tidak punya nomor dokumen."),
        _("Mungkin dari data awal. Lengkapi dengan nomor SK-nya."),
    ),
    "post_to_oneself": Said(
        _("%(person)s memberi dirinya sendiri tugas %(role)s (%(unit)s)."),
        _("Program tidak mengizinkannya. Cari tahu bagaimana baris itu masuk."),
    ),
    "post_of_two_sides": Said(
        _("%(person)s memegang dua tugas yang seharusnya terpisah: %(role)s dan %(other_role)s."),
        _("Mungkin sementara (Plt atau Plh). Pisahkan, atau jelaskan sampai kapan."),
    ),
    "programs_on_a_day": Said(
        _("Tanggal %(day)s berjalan lebih dari satu versi program: %(versions)s."),
        _("Wajar pada hari pembaruan. Cocokkan dengan jadwal pembaruan."),
    ),
    "restored_never": Said(
        _("Dalam %(days)s hari tidak ada cadangan yang dipulihkan dan diperiksa."),
        _("Pulihkan cadangan terbaru dengan `nyata audit restore` dan simpan hasilnya."),
    ),
    "restored_badly": Said(
        _("Cadangan %(file)s dipulihkan tetapi bermasalah: %(problems)s."),
        _("Buat cadangan baru sekarang, lalu pulihkan dan periksa lagi."),
    ),
}  # fmt: skip
FIGURES: dict[str, Words] = {
    "log_size": _("Catatan"), "log_root": _("Akar"), "log_faults": _("Tidak sesuai"),
    "log_waiting": _("Menunggu tempat"),
    "checkpoints": _("Titik periksa bulan ini"), "witnesses": _("Saksi terdaftar"),
    "witnesses_fresh": _("Saksi sebulan terakhir"), "continues": _("Melanjutkan laporan sebelumnya"),
    "days_kept": _("Hari tercatat"), "days_again": _("Hari dihitung ulang"), "days_equal": _("Sama"),
    "days_waiting": _("Menunggu dihitung"), "days_listed": _("Beda di bulan terkunci, sudah didaftar"),
    "days_unexplained": _("Beda tanpa penjelasan"), "calculations": _("Hitungan tersimpan"),
    "people_paid": _("Orang"), "rupiah_paid": _("Rupiah tersimpan"), "people_overpaid": _("Orang lebih bayar"),
    "rupiah_overpaid": _("Rupiah lebih bayar"), "people_underpaid": _("Orang kurang bayar"),
    "rupiah_underpaid": _("Rupiah kurang bayar"), "allowance_rules": _("Aturan TPP daerah berlaku"),
    "asked": _("Diajukan"), "in_force": _("Berlaku"), "people": _("Orang"), "declined": _("Tidak disetujui"),
    "deciders": _("Yang memutuskan"), "approved": _("Disetujui"), "lost": _("HP hilang"), "bound": _("HP didaftarkan"),
    "revoked": _("HP dilepas"), "reviews": _("Tinjauan"), "attestations": _("Kesaksian"), "drawn": _("Diundi"),
    "asked_afterwards": _("Sudah ditanyakan"), "not_confirmed": _("Tidak dibenarkan"), "sites": _("Lokasi"),
    "sites_wide": _("Lebih luas"), "metres_most": _("Batas (m)"), "metres_widest": _("Terluas (m)"),
    "sites_unsurveyed": _("Belum diukur"), "sites_used": _("Lokasi dipakai"), "sites_alone": _("Tanpa saksi"),
    "sites_with_one": _("Dengan satu saksi"), "named_witnesses": _("Saksi ditunjuk"),
    "offsets": _("Koreksi jam mesin"), "offset_seconds_most": _("Koreksi terbesar (detik)"),
    "times_live": _("Waktu langsung"), "times_anchored": _("Waktu berjangkar"),
    "times_unproven": _("Waktu belum terbukti"), "milliseconds_apart": _("Selisih jam server (ms)"),
    "looks": _("Kali dilihat"), "lookers": _("Orang yang melihat"), "people_seen": _("Orang yang dilihat"),
    "looks_own": _("Melihat milik sendiri"), "values": _("Nilai aturan"), "values_open": _("Bertanda M atau terbuka"),
    "values_on": _("Diaktifkan"), "decisions": _("Keputusan bulan ini"), "policy": _("Sidik aturan"),
    "posts": _("Penugasan berlaku"), "posts_begun": _("Mulai bulan ini"), "posts_ended": _("Berakhir bulan ini"),
    "posts_hr": _("BKPSDM"), "posts_auditor": _("Inspektorat"), "posts_legal": _("Bagian Hukum"), "days": _("Hari"),
    "versions": _("Versi"), "policies": _("Versi aturan"), "verdicts": _("Pemeriksaan"),
    "restorations": _("Dipulihkan"), "restorations_good": _("Baik"),
}  # fmt: skip
LISTS: dict[str, Words] = {
    "log_faults": _("Yang tidak sesuai"), "continuity": _("Bukti kelanjutan dari laporan sebelumnya"),
    "overpaid": _("Lebih bayar, per orang"), "underpaid": _("Kurang bayar, per orang"), "by_opd": _("Per OPD"),
    "by_decider": _("Per pejabat yang memutuskan"), "by_witness": _("Per saksi"),
    "looks": _("Siapa melihat, untuk apa"),
    "values": _("Nilai bertanda M atau terbuka"), "decisions": _("Keputusan bulan ini"), "posts": _("Penugasan"),
    "programs": _("Versi per hari"), "restorations": _("Pemulihan cadangan"),
}  # fmt: skip
COLUMNS: dict[str, Words] = {
    "place": _("Tempat"), "detail": _("Rincian"), "from_size": _("Dari ukuran"), "from_root": _("Dari akar"),
    "to_size": _("Sampai ukuran"), "to_root": _("Sampai akar"), "proof": _("Bukti"),
    "name": _("Nama"), "unit": _("Unit kerja"), "opd": _("OPD"), "kept": _("Tersimpan"), "again": _("Hitungan ulang"),
    "difference": _("Selisih"), "count": _("Jumlah"), "of": _("Dari"), "what": _("Apa"), "why": _("Alasan"),
    "value": _("Nilai"), "status": _("Status"), "on": _("Aktif"), "source": _("Sumber"), "office": _("Kantor"),
    "kind": _("Keputusan"), "since": _("Sejak"), "document": _("Dokumen"), "role": _("Tugas"), "from": _("Mulai"),
    "to": _("Sampai"), "given_by": _("Diberikan oleh"), "day": _("Tanggal"), "program": _("Program"),
    "policy": _("Sidik aturan"), "file": _("Berkas"), "sha256": _("SHA-256"), "leaves": _("Catatan buku besar"),
    "problems": _("Masalah"), "seconds": _("Detik"),
}  # fmt: skip
CHOICES: dict[str, Words] = {
    "hr": _("BKPSDM"), "auditor": _("Inspektorat"), "legal": _("Bagian Hukum"), "supervisor": _("Atasan langsung"),
    "opd_head": _("Kepala OPD"), "operator": _("Operator kepegawaian"), "executive": _("Sekda/Bupati"),
    "frames": _("foto absen"), "face": _("foto acuan"), "letter": _("surat"), "review": _("tinjauan"),
    "objection": _("keberatan"), "audit": _("audit"),
}  # fmt: skip
STATE_CHIPS: dict[str, Words] = {
    "waiting": _("Belum ditutup"), "open": _("Terbuka"), "answered": _("Dijawab"), "closed": _("Ditutup")
}  # fmt: skip
CHOSEN = {"role", "other_role", "what", "why", "office"}


def shown(name: str, value: Any) -> str:
    """A fact or a cell as people read it."""
    if isinstance(value, bool):
        return str(_("ya")) if value else str(_("tidak"))
    if value is None or value == "":
        return "–"
    if name == "fault":
        return gettext(What(value).sentence)
    if name in CHOSEN:
        return str(CHOICES.get(str(value), value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return number_format(value, use_l10n=True, force_grouping=True) if isinstance(value, int | float) else str(value)


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """What was found, in the language of the request."""
    return str(SAID[code].sentence) % {name: shown(name, value) for name, value in facts.items()}


def causes(code: str) -> str:
    """What may well be the reason."""
    return str(SAID[code].causes)


def title(name: str) -> Title:
    """Of a check."""
    return CHECKS[name]


def figures(told: Mapping[str, Any]) -> list[tuple[Words, str]]:
    """Figures with their names, in the order of FIGURES."""
    return [(name, shown(key, told[key])) for key, name in FIGURES.items() if key in told]


def facts(told: Mapping[str, Any]) -> list[tuple[Words, str]]:
    """The numbers behind a sentence that it does not say itself."""
    names = {
        "detail": _("Rincian"),
        "others": _("Lazimnya pada yang lain"),
        "chance": _("Peluang kebetulan (sebelum dibandingkan)"),
    }
    return [(name, _small(told[key])) for key, name in names.items() if told.get(key)]


def listed(name: str, rows: Sequence[Mapping[str, Any]]) -> Listed:
    """A list as a table of at most MOST_ROWS rows."""
    columns = [key for key in COLUMNS if key in rows[0]]
    cells = [[(COLUMNS[key], shown(key, row[key])) for key in columns] for row in rows[:MOST_ROWS]]
    return Listed(LISTS[name], [(key, COLUMNS[key]) for key in columns], cells, max(0, len(rows) - MOST_ROWS))


def _small(number: float | str) -> str:
    """A rate or a chance: 4,2 % or kurang dari 0,01 %. Words stay as they are."""
    if isinstance(number, str):
        return gettext(number)
    if 0 < number < 0.0001:
        return str(_("kurang dari 0,01 %"))
    return f"{localize(round(number * 100, 2), use_l10n=True)} %"
