"""What the phone's page says from its scripts: handed over as JSON, so that every word can be translated."""

from django.utils.translation import gettext as _

Words = dict[str, object]


def capture_words() -> dict[str, str]:
    """The full-screen camera (static/phone/overlay.js); also used by enrolment."""
    return {
        "label": _("Kamera absen"),
        "prepare": _("Menyiapkan kamera"),
        "straight": _("Lihat lurus ke depan"),
        "left": _("Tengok ke kiri"),
        "right": _("Tengok ke kanan"),
        "closer": _("Dekatkan wajah"),
        "cancel": _("Batal"),
    }


def trouble_words() -> dict[str, dict[str, str]]:
    """Every obstacle by its code: what it is, and what the person can do (static/phone/trouble.js)."""
    return _device_troubles() | _place_troubles() | _signing_troubles() | _other_troubles()


def home_words() -> Words:
    """Everything that the check-in page may say."""
    return {
        "capture": capture_words(),
        "troubles": trouble_words(),
        "waiting": waiting_words(),
        "purposes": {"in": _("Absen masuk"), "out": _("Absen pulang")},
        "greetings": {
            "pagi": _("Selamat pagi"),
            "siang": _("Selamat siang"),
            "sore": _("Selamat sore"),
            "malam": _("Selamat malam"),
        },
        "clock": {
            "server": _("Jam server"),
            "phone": _("Jam HP, karena server belum terjangkau"),
            "wrong": _("Jam server. Jam HP Anda berbeda; absen tetap memakai jam server."),
        },
        "act": {
            "in": _("Absen masuk"),
            "out": _("Absen pulang"),
            "other_in": _("Bukan pulang, tetapi masuk"),
            "other_out": _("Bukan masuk, tetapi pulang"),
        },
        "lights": _lights(),
        "result": _results(),
    }


def waiting_words() -> dict[str, str]:
    """The list of what waits in the phone. %p is the kind of check-in, %s its time."""
    return {
        "waiting": _("%p tersimpan %s, dikirim saat ada sinyal"),
        "waiting_help": _("Jamnya sudah tercatat di HP ini. Anda boleh menutup halaman; jangan hapus data peramban."),
        "sent": _("%p %s sudah terkirim"),
        "sent_help": _("Hasilnya ada di rincian absen."),
        "refused": _("%p %s belum dapat diterima"),
        "refused_help": _("Tekan tombol absen sekali lagi, atau hubungi operator OPD Anda."),
    }


def _lights() -> dict[str, str]:
    return {
        "place_ask": _("Lokasi: ketuk untuk mengizinkan"),
        "place_ask_help": _("Peramban akan bertanya sekali. Pilih Izinkan, lalu pastikan lokasi akurat menyala."),
        "place_inside": _("Lokasi: di dalam area"),
        "place_inside_help": _("Anda terbaca di dalam %s."),
        "place_outside": _("Lokasi: %s dari area kerja"),
        "place_outside_help": _(
            "Area terdekat: %s. Anda tetap dapat absen; bila bertugas di luar, pilih “Saya tugas lapangan” sesudahnya."
        ),
        "place_rough": _("Lokasi: masih kasar, sekitar %s"),
        "camera_ready": _("Kamera siap"),
        "camera_ready_help": _("Kamera depan dibuka hanya saat absen, sekitar lima detik."),
        "camera_ask": _("Kamera: diminta saat absen"),
        "camera_ask_help": _("Saat tombol absen ditekan, peramban bertanya sekali. Pilih Izinkan."),
        "phone_ready": _("HP terdaftar"),
        "phone_ready_help": _("Ini HP yang didaftarkan untuk Anda. Absen hanya dapat dilakukan dari HP ini."),
    }


def _results() -> dict[str, object]:
    return {
        "accepted": {"title": _("Diterima"), "note": ""},
        "step_up": {"title": _("Belum cocok"), "note": _("Jam Anda tetap. Coba lagi.")},
        "away": {"title": _("Di luar area kerja"), "note": _("Jam Anda tetap.")},
        "review": {"title": _("Menunggu tinjauan"), "note": _("Dihitung sementara, sambil dilihat petugas.")},
        "error": {"title": _("Menunggu"), "note": _("Gangguan ada pada kami. Jam Anda tetap.")},
        "refused": {"title": _("Tidak diterima"), "note": ""},
        "declined": {"title": _("Tidak diterima"), "note": ""},
        "checking": {"title": _("Memeriksa"), "note": _("Jam Anda sudah tercatat.")},
        "signing": {"title": _("Menandatangani"), "note": _("Buka kunci layar bila diminta.")},
        "stored": {
            "title": _("Tersimpan"),
            "note": _("Dikirim saat ada sinyal. Anda boleh menutup halaman ini."),
        },
        "sent": {"title": _("Terkirim"), "note": _("Hasilnya dapat dilihat di Riwayat.")},
        "trouble": {"title": "", "note": ""},
        "again": _("Coba lagi"),
        "finish": _("Selesai"),
        "back": _("Kembali"),
    }


def _device_troubles() -> dict[str, dict[str, str]]:
    return {
        "camera_refused": {
            "short": _("Kamera belum diizinkan"),
            "help": _(
                "Ketuk tanda di kiri alamat halaman, pilih Izin, nyalakan Kamera, lalu muat ulang. "
                "Di iPhone: Pengaturan, Safari, Kamera, Izinkan."
            ),
        },
        "camera_none": {
            "short": _("Kamera tidak ditemukan"),
            "help": _("Pakai HP dengan kamera depan. Bila kamera rusak, minta operator OPD membantu Anda."),
        },
        "camera_busy": {
            "short": _("Kamera sedang dipakai"),
            "help": _("Tutup aplikasi lain yang memakai kamera, misalnya panggilan video, lalu coba lagi."),
        },
        "storage_blocked": {
            "short": _("Peramban tidak menyimpan data"),
            "help": _("Jendela pribadi tidak dapat dipakai untuk absen. Buka Nyata di jendela biasa."),
        },
        "storage_full": {
            "short": _("Penyimpanan HP penuh"),
            "help": _("Hapus beberapa foto atau video, lalu tekan tombol absen sekali lagi."),
        },
    }


def _place_troubles() -> dict[str, dict[str, str]]:
    return {
        "location_refused": {
            "short": _("Lokasi belum diizinkan"),
            "help": _(
                "Ketuk tanda di kiri alamat halaman, pilih Izin, nyalakan Lokasi, lalu muat ulang. "
                "Di iPhone: Pengaturan, Privasi, Layanan Lokasi, Safari."
            ),
        },
        "location_unavailable": {
            "short": _("Lokasi belum terbaca"),
            "help": _("Nyalakan lokasi di HP, lalu dekati jendela atau tempat terbuka."),
        },
        "location_timeout": {
            "short": _("Lokasi masih dicari"),
            "help": _("Dekati jendela atau tempat terbuka, dan tunggu beberapa detik. Anda tetap dapat absen."),
        },
        "location_rough": {
            "short": _("Lokasi masih kasar"),
            "help": _("Nyalakan lokasi akurat (presisi) untuk peramban di pengaturan HP."),
        },
        "site_none": {
            "short": _("Lokasi: area kerja belum diatur"),
            "help": _("Anda tetap dapat absen. Beri tahu operator OPD agar area kerja Anda diisi."),
        },
    }


def _signing_troubles() -> dict[str, dict[str, str]]:
    return {
        "passkey_gesture": {
            "short": _("Kunci layar belum dibuka"),
            "help": _("Tekan tombol absen sekali lagi, lalu buka dengan sidik jari, wajah, atau PIN HP."),
        },
        "passkey_refused": {
            "short": _("Kunci layar belum dibuka"),
            "help": _("Tekan tombol absen sekali lagi, lalu buka dengan sidik jari, wajah, atau PIN HP."),
        },
        "passkey_none": {
            "short": _("HP ini belum mendukung kunci sandi"),
            "help": _("Pasang kunci layar di pengaturan HP dan perbarui peramban, lalu coba lagi."),
        },
        "passkey_exists": {
            "short": _("Kunci untuk Nyata sudah ada di HP ini"),
            "help": _("Hapus kunci Nyata yang lama di pengaturan HP, lalu mulai lagi bersama operator."),
        },
        "passkey_address": {
            "short": _("Alamat halaman tidak sesuai"),
            "help": _("Buka Nyata lewat alamat resminya."),
        },
        "page_key_lost": {
            "short": _("Peramban ini belum terdaftar"),
            "help": _(
                "Buka Nyata di peramban yang dipakai saat pendataan, bukan di jendela pribadi. "
                "Bila datanya terhapus, minta operator OPD mendata ulang HP ini."
            ),
        },
        "phone_other": {
            "short": _("Ini bukan HP terdaftar Anda"),
            "help": _("Absenlah dari HP terdaftar. Bila ganti HP atau HP hilang, ajukan ganti HP di halaman Akun."),
        },
        "phone_unbound": {
            "short": _("HP belum terdaftar"),
            "help": _("Temui operator OPD Anda untuk pendataan."),
        },
    }


def _other_troubles() -> dict[str, dict[str, str]]:
    return {
        "no_ticket": {
            "short": _("Belum ada sinyal"),
            "help": _(
                "HP ini belum menyimpan tiket luring. Sambungkan ke internet sebentar, lalu tekan tombol absen lagi."
            ),
        },
        "signed_out": {
            "short": _("Anda perlu masuk lagi"),
            "help": _("Muat ulang halaman ini dan masuk dengan NIP Anda, lalu tekan tombol absen lagi."),
        },
        "interrupted": {
            "short": _("Kamera terhenti"),
            "help": _("Halaman sempat tertutup saat kamera bekerja. Tekan tombol absen sekali lagi."),
        },
        "no_signal": {
            "short": _("Server belum terjangkau"),
            "help": _("Periksa sinyal, lalu coba lagi."),
        },
        "unknown": {
            "short": _("Belum berhasil"),
            "help": _("Muat ulang halaman, lalu coba lagi. Bila berulang, minta bantuan operator OPD."),
        },
    }
