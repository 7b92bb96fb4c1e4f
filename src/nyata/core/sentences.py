"""What every reason says to a person: one polite sentence that tells what to do next. Keyed by the reason's code.

The words are Indonesian and marked for translation; whoever shows one translates it (`gettext(reason.sentence)`).
They never accuse: a face that was not recognised is "belum cocok", and a missing proof is "belum terbaca".
"""


def _(words: str) -> str:
    """Marks words for the catalogue. core knows no Django, so the translating itself happens where they are shown."""
    return words


# A request that is turned away: the HTTP status, and the sentence. 400, 413 and 422 leave nothing behind.
WIRE: dict[str, tuple[int, str]] = {
    "malformed": (400, _("Kiriman tidak dapat dibaca. Muat ulang halaman, lalu absen sekali lagi.")),
    "not_canonical": (400, _("Susunan kiriman tidak sesuai. Muat ulang halaman, lalu absen sekali lagi.")),
    "old_page": (400, _("Halaman ini versi lama. Tutup lalu buka lagi Nyata, kemudian absen sekali lagi.")),
    "truncated": (400, _("Kiriman terputus di jalan. Periksa sinyal, lalu kirim sekali lagi.")),
    "body_too_large": (413, _("Kiriman terlalu besar. Muat ulang halaman, lalu absen sekali lagi.")),
    "frame_too_large": (413, _("Satu foto terlalu besar. Muat ulang halaman, lalu absen sekali lagi.")),
    "too_many_frames": (413, _("Foto yang dikirim terlalu banyak. Muat ulang halaman, lalu absen sekali lagi.")),
    "too_many_fixes": (413, _("Data lokasi yang dikirim terlalu banyak. Muat ulang halaman, lalu absen sekali lagi.")),
    "position_impossible": (
        422,
        _("Lokasi dari HP tidak masuk akal. Matikan dan nyalakan lagi lokasi, lalu coba lagi."),
    ),
    "times_out_of_order": (422, _("Urutan waktu kiriman tidak sesuai. Muat ulang halaman, lalu absen sekali lagi.")),
    "frame_not_jpeg": (422, _("Satu foto tidak dapat dibaca. Absenlah lewat halaman Nyata, bukan dari galeri.")),
    "frame_wrong_size": (422, _("Ukuran foto tidak sesuai. Muat ulang halaman, lalu absen sekali lagi.")),
    "frame_altered": (422, _("Satu foto berubah di jalan. Periksa sinyal, lalu absen sekali lagi.")),
    "frames_missing": (422, _("Foto yang tiba tidak lengkap. Periksa sinyal, lalu kirim sekali lagi.")),
    "wrong_origin": (403, _("Alamat halaman tidak sesuai. Buka Nyata lewat alamat resminya, lalu absen lagi.")),
    "wrong_purpose": (
        403,
        _("Jenis absen tidak sesuai dengan permintaannya. Tekan lagi tombol absen yang Anda maksud."),
    ),
    "challenge_unknown": (404, _("Permintaan absen tidak ditemukan. Tekan tombol absen sekali lagi.")),
    "challenge_foreign": (403, _("Permintaan absen ini milik akun lain. Masuk dengan akun Anda, lalu absen lagi.")),
    "challenge_spent": (
        409,
        _("Permintaan absen ini sudah terpakai. Lihat riwayat Anda, atau tekan tombol absen lagi."),
    ),
    "challenge_expired": (410, _("Waktu untuk absen ini sudah lewat. Tekan tombol absen sekali lagi.")),
    "ticket_unknown": (404, _("Tiket luring tidak dikenal. Sambungkan HP ke internet, lalu absen sekali lagi.")),
    "ticket_spent": (409, _("Tiket luring ini sudah terpakai. Lihat riwayat Anda, atau absen sekali lagi.")),
    "ticket_expired": (410, _("Tiket luring sudah kedaluwarsa. Sambungkan HP ke internet, lalu absen sekali lagi.")),
    "step_up_chain_invalid": (409, _("Absen yang diulang tidak ditemukan. Mulai lagi dari tombol absen.")),
    "tries_used_up": (409, _("Kesempatan mengulang sudah habis. Absen Anda tercatat dan akan dilihat petugas.")),
    "assertion_malformed": (400, _("Tanda tangan HP tidak dapat dibaca. Muat ulang halaman, lalu absen lagi.")),
    "assertion_signature_wrong": (403, _("Tanda tangan HP tidak cocok. Muat ulang halaman, lalu absen sekali lagi.")),
    "user_verification_missing": (
        403,
        _("Kunci layar belum dibuka. Absen lagi dan buka dengan sidik jari atau PIN HP."),
    ),
    "client_data_mismatch": (403, _("Tanda tangan HP bukan untuk absen ini. Tekan tombol absen sekali lagi.")),
    "relying_party_mismatch": (403, _("Tanda tangan HP untuk alamat lain. Buka Nyata lewat alamat resminya.")),
    "page_signature_wrong": (
        403,
        _("Kunci halaman tidak cocok. Muat ulang halaman; bila berulang, hubungi operator OPD."),
    ),
    "page_key_mismatch": (
        403,
        _("Kunci halaman berbeda dari saat pendataan. Hubungi operator OPD untuk mendata ulang."),
    ),
    "device_unknown": (403, _("HP ini belum terdaftar untuk Anda. Absenlah dari HP terdaftar, atau ajukan ganti HP.")),
    "device_revoked": (403, _("HP ini sudah tidak terdaftar. Absenlah dari HP terdaftar, atau ajukan ganti HP.")),
    "person_inactive": (403, _("Akun ini sudah tidak aktif. Hubungi operator kepegawaian OPD Anda.")),
    "stage_not_started": (403, _("Unit Anda belum memulai absen digital. Ikuti cara absen yang berlaku sekarang.")),
    "not_signed_in": (401, _("Anda belum masuk. Masuk dengan NIP dan kata sandi, lalu coba lagi.")),
    "sign_in_wrong": (401, _("NIP atau kata sandi belum tepat. Periksa lagi, atau minta bantuan operator OPD.")),
    "too_many_requests": (429, _("Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.")),
    "password_must_change": (403, _("Kata sandi pertama perlu diganti dahulu. Buka halaman ganti kata sandi.")),
    "notice_not_read": (403, _("Baca dahulu pemberitahuan tentang data pribadi Anda, lalu lanjutkan.")),
    "not_found": (404, _("Yang Anda cari tidak ditemukan. Kembali ke beranda dan coba dari sana.")),
    "words_missing": (422, _("Alasan belum diisi. Tulis alasan singkat, lalu kirim lagi.")),
    "review_closed": (409, _("Absen ini sudah diputuskan. Muat ulang halaman untuk melihat hasilnya.")),
    "frames_gone": (410, _("Masa simpan foto absen ini sudah berakhir. Pakailah alasan dan hasil yang tercatat.")),
    "naming_dates": (422, _("Tanggal penunjukan belum sesuai. Isi paling lama satu tahun, dan belum lewat.")),
    "named_already": (
        409,
        _("Pegawai ini sudah ditunjuk pada hari-hari itu. Akhiri dahulu yang lama, atau ubah tanggalnya."),
    ),
    "naming_ended": (409, _("Penunjukan ini sudah berakhir. Muat ulang halaman untuk melihat yang berlaku.")),
    "not_allowed": (403, _("Tindakan ini bukan wewenang Anda. Hubungi petugas yang berwenang.")),
}

# What judging says of an attempt that was received.
JUDGED: dict[str, str] = {
    "face_matches": _("Wajah Anda dikenali."),
    "face_unsure": _("Wajah belum terbaca jelas. Cari tempat terang, lepas masker, lalu coba lagi."),
    "face_differs": _("Wajah belum cocok dengan data Anda. Hadapkan wajah ke kamera di tempat terang, lalu coba lagi."),
    "face_changes": _("Wajah di beberapa foto belum sama. Pastikan hanya Anda di depan kamera, lalu coba lagi."),
    "no_face": _("Wajah belum terlihat. Letakkan wajah di dalam bingkai, lalu coba lagi."),
    "no_frames": _("Belum ada foto yang diterima. Izinkan kamera untuk Nyata di HP Anda, lalu coba lagi."),
    "no_template": _("Data wajah Anda belum ada. Temui operator OPD untuk pendataan; absen ini akan dilihat petugas."),
    "two_faces": _("Terlihat lebih dari satu wajah. Pastikan hanya Anda di depan kamera, lalu coba lagi."),
    "too_dark": _("Foto terlalu gelap. Hadapkan wajah ke arah cahaya, lalu coba lagi."),
    "unreadable": _("Foto tidak dapat dibuka. Muat ulang halaman, lalu coba lagi."),
    "moves_done": _("Gerakan wajah terbaca."),
    "moves_unread": _(
        "Gerakan wajah belum terbaca. Ikuti petunjuk pelan-pelan sampai lingkaran penuh, lalu coba lagi."
    ),
    "repeated_frames": _("Foto yang sama terkirim berulang. Muat ulang halaman, lalu ambil foto baru."),
    "inside_site": _("Anda berada di lokasi kerja."),
    "duty_place": _("Tempat itu ada di surat tugas Anda: dicatat sebagai dinas luar."),
    "outside_site": _("Anda terbaca di luar lokasi kerja. Bila bertugas di luar, pilih “Saya tugas lapangan”."),
    "place_unclear": _(
        "Lokasi belum jelas. Nyalakan lokasi akurat, dekati jendela atau tempat terbuka, lalu coba lagi."
    ),
    "no_place": _("Lokasi belum diterima. Izinkan lokasi untuk Nyata di HP Anda, lalu coba lagi."),
    "place_old": _(
        "Lokasi yang terkirim sudah lama. Tunggu beberapa detik sampai lokasi baru terbaca, lalu coba lagi."
    ),
    "no_site_assigned": _("Lokasi kerja Anda belum diatur. Absen ini tetap dihitung; beri tahu operator OPD Anda."),
    "field_duty_declared": _("Tugas lapangan Anda dicatat. Absen dihitung sambil menunggu persetujuan atasan."),
    "clock_live": _("Waktu dicatat langsung oleh server."),
    "clock_anchored": _("Waktu dihitung dari jam server terakhir di HP Anda."),
    "clock_unproven": _("Waktu menurut jam HP belum dapat dipastikan. Tunggu, petugas akan melihat absen ini."),
    "clock_contradicts": _(
        "Jam HP tidak sejalan dengan waktu kiriman. Atur jam HP ke otomatis; petugas akan melihatnya."
    ),
    "webdriver": _("Peramban dijalankan secara otomatis. Pakailah peramban biasa untuk absen berikutnya."),
    "second_look": _("Absen Anda tercatat dan dihitung. Tunggu, petugas akan melihatnya sekali lagi."),
    "sampled": _(
        "Absen ini terpilih acak untuk dilihat petugas. Absen tetap dihitung; Anda tidak perlu berbuat apa-apa."
    ),
    "accommodation_no_face": _("Absen tanpa foto wajah sesuai penetapan BKPSDM. Anda tidak perlu berbuat apa-apa."),
    "accommodation_no_moves": _("Absen tanpa gerakan wajah sesuai penetapan BKPSDM. Anda tidak perlu berbuat apa-apa."),
    "witness": _("Kehadiran Anda dinyatakan oleh saksi. Anda tidak perlu berbuat apa-apa."),
    "review_upheld": _("Petugas sudah melihat absen ini dan menerimanya. Anda tidak perlu berbuat apa-apa."),
    "review_declined": _("Petugas belum dapat menerima absen ini. Baca alasannya, lalu hubungi atasan bila keberatan."),
    "stepped_up": _("Percobaan berikutnya diterima, sehingga waktu percobaan pertama ini yang dihitung."),
    "unanswered": _(
        "Absen ini belum diulang, jadi belum dihitung. Atasan Anda akan melihatnya; sampaikan penjelasan bila perlu."
    ),
    "deep_live": _("Gerakan wajah terbaca utuh pada pemeriksaan lanjutan."),
    "deep_not_live": _(
        "Gerakan wajah belum terbaca. Menolehlah pelan ke kiri dan kanan di tempat terang, lalu coba lagi."
    ),
    "deep_unread": _(
        "Gerakan wajah belum terbaca pada pemeriksaan lanjutan. Absen berikutnya, menolehlah lebih pelan."
    ),
    "error": _("Ada gangguan di pihak kami. Waktu Anda tersimpan; tunggu, absen akan diperiksa lagi."),
    "set_aside": _("Pemeriksaan otomatis belum berhasil. Waktu Anda tersimpan; tunggu, atasan akan melihatnya."),
    "waiting": _("Absen Anda tersimpan dan sedang diperiksa. Tunggu sebentar."),
}

# What may stand in the way of an enrolment or a change of device, with the HTTP status.
ENROLMENT: dict[str, tuple[int, str]] = {
    "selfie_no_face": (422, _("Wajah belum terlihat. Letakkan wajah di dalam bingkai, lalu ambil lagi.")),
    "selfie_two_faces": (
        422,
        _("Terlihat lebih dari satu wajah. Pastikan hanya Anda di depan kamera, lalu ambil lagi."),
    ),
    "selfie_too_dark": (422, _("Foto terlalu gelap. Hadapkan wajah ke arah cahaya, lalu ambil lagi.")),
    "selfie_too_bright": (422, _("Foto terlalu terang. Hindari cahaya langsung ke kamera, lalu ambil lagi.")),
    "selfie_blurred": (422, _("Foto kabur. Bersihkan lensa dan tahan HP dengan tenang, lalu ambil lagi.")),
    "selfie_too_small": (422, _("Wajah terlalu jauh. Dekatkan HP sampai wajah memenuhi bingkai, lalu ambil lagi.")),
    "selfie_turned_away": (422, _("Wajah belum menghadap kamera. Tatap lurus ke kamera, lalu ambil lagi.")),
    "selfie_unreadable": (422, _("Foto tidak dapat dibuka. Ambil foto sekali lagi.")),
    "selfies_differ": (
        422,
        _("Wajah di beberapa foto belum sama. Ambil semua foto sekali lagi, hanya Anda di depan kamera."),
    ),
    "selfies_too_few": (422, _("Foto belum cukup. Ambil sekurangnya tiga foto yang jelas.")),
    "enrolment_moves_unread": (
        422,
        _("Gerakan wajah belum terbaca. Menolehlah pelan mengikuti petunjuk, lalu coba lagi."),
    ),
    "device_of_another": (
        409,
        _("HP ini sudah terdaftar untuk pegawai lain. Pakai HP Anda sendiri, atau hubungi operator."),
    ),
    "key_used_before": (
        409,
        _("Kunci HP ini pernah dipakai. Hapus kunci Nyata di HP, lalu mulai lagi bersama operator."),
    ),
    "code_wrong": (403, _("Kode belum tepat. Baca enam angka di layar petugas, lalu ketik lagi.")),
    "code_tries_used_up": (403, _("Kode sudah terlalu sering salah. Minta petugas memulai pendataan baru.")),
    "enrolment_unknown": (404, _("Pendataan tidak ditemukan. Minta petugas memulai pendataan untuk Anda.")),
    "enrolment_expired": (410, _("Waktu pendataan sudah habis. Minta petugas memulai pendataan baru.")),
    "enrolment_open_already": (409, _("Pendataan orang ini masih terbuka. Selesaikan atau batalkan dahulu.")),
    "enrolment_incomplete": (
        409,
        _("Langkah pendataan belum lengkap. Selesaikan langkah yang ditandai, lalu kirim lagi."),
    ),
    "attestation_refused": (422, _("Bukti kunci HP tidak dapat diperiksa. Mulai lagi pembuatan kunci di HP ini.")),
    "device_change_too_soon": (
        409,
        _("HP Anda belum lama diganti. Bila HP hilang, laporkan kehilangan; bila tidak, hubungi operator OPD."),
    ),
    "device_change_open": (409, _("Pengajuan ganti HP Anda masih diproses. Tunggu jawaban atasan dan BKPSDM.")),
    "not_on_oneself": (403, _("Keputusan tentang diri sendiri diambil orang lain. Minta petugas lain melakukannya.")),
    "face_resembles_another": (
        409,
        _("Wajah ini mirip data yang sudah ada. Petugas BKPSDM akan memeriksa; tunggu kabarnya."),
    ),
}

DISTANCE = _(
    "Lokasi Anda sekitar {distance} dari batas lokasi kerja. Bila bertugas di luar, pilih “Saya tugas lapangan”."
)
# A distance with one decimal, with the mark that the language puts between.
KILOMETRES = _("{whole},{tenth} km")
