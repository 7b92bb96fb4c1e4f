"""What the people of the demo say, and where they go."""

ILLNESSES = (
    "Demam", "Sakit gigi", "Diare", "Nyeri pinggang", "Flu berat", "Demam berdarah, dirawat", "Vertigo",
    "Asam lambung kambuh", "Tekanan darah tinggi, diminta istirahat", "Kontrol pascaoperasi", "Batuk dan sesak", "",
)  # fmt: skip
HOLIDAYS = (
    "Acara keluarga", "Pulang kampung", "Keperluan keluarga", "Mengurus rumah orang tua", "Pernikahan adik",
    "Wisuda anak", "Khitanan anak", "Pindahan rumah", "Mengantar anak masuk pondok", "Umrah", "Panen kebun keluarga",
    "",
)  # fmt: skip
ERRANDS = (
    "Mengantar anak ke dokter", "Ke bank", "Mengurus surat di kecamatan", "Mengambil rapor anak", "Servis motor",
    "Rapat wali murid", "Memperpanjang SIM", "Mengantar orang tua berobat", "Mengurus KTP di Dukcapil",
    "Menjemput keluarga di terminal",
)  # fmt: skip
IMPORTANT = (
    ("keluarga sakit keras atau meninggal", "Ayah mertua meninggal di Lahat"),
    ("keluarga sakit keras atau meninggal", "Ibu dirawat di Palembang"),
    ("keluarga sakit keras atau meninggal", "Kakak kandung meninggal"),
    ("perkawinan pertama", "Pernikahan saya"),
    ("bencana alam", "Rumah kebanjiran"),
    ("istri melahirkan dengan operasi", "Istri operasi sesar"),
)
BIRTHS = ("Kelahiran anak pertama", "Kelahiran anak kedua", "Kelahiran anak ketiga")
TRIPS = (
    ("Kantor Gubernur, Palembang", "Rapat koordinasi provinsi"),
    ("BKN Kanreg VII, Palembang", "Rekonsiliasi data kepegawaian"),
    ("Hotel Swarna, Palembang", "Rapat evaluasi program"),
    ("Kementerian, Jakarta", "Konsultasi anggaran"),
    ("Kecamatan Cengal", "Monitoring kegiatan"),
    ("Desa Simpang Tiga", "Verifikasi lapangan"),
    ("Kecamatan Air Sugihan", "Pendampingan desa"),
    ("Dinas Kesehatan Provinsi, Palembang", "Mengambil vaksin"),
)
COURSES = (
    ("Bapelkes Palembang", "Pelatihan kader"),
    ("BPSDMD Provinsi, Palembang", "Pelatihan dasar"),
    ("Hotel Swarna, Palembang", "Bimtek laporan keuangan"),
    ("Balai Diklat, Bandar Lampung", "Pelatihan teknis"),
)
ELSEWHERE = (
    "Menyusun laporan akhir tahun", "Jalan ke kantor terendam", "Menunggu orang tua di rumah sakit sambil bekerja",
)  # fmt: skip
HOME = (("Rumah", None, None),)
VILLAGES = (
    "Desa Rantau", "Desa Tulung Seluang", "Desa Ujung Tanjung", "Desa Petaling", "Desa Lebung Gajah",
    "Desa Simpang Tiga", "Desa Kayu Ara", "Desa Toman",
)  # fmt: skip
