"""What the enrolment page says while the phone works: handed to the script, so that it is translated like the rest."""

from django.utils.translation import gettext_lazy as _

CAPTURE_WORDS = {
    "prepare": _("Menyiapkan kamera"),
    "straight": _("Tatap kamera"),
    "left": _("Tengok ke kiri"),
    "right": _("Tengok ke kanan"),
    "closer": _("Dekatkan wajah"),
    "cancel": _("Batal"),
    "label": _("Kamera"),
    "selfies_prepare": _("Tatap lurus ke kamera"),
    "selfies_straight": _("Diam sebentar, tatap kamera"),
    "making_key": _("Membuat kunci di HP ini. Setujui dengan sidik jari, wajah, atau PIN."),
    "checking": _("Memeriksa. Tunggu sebentar."),
    "sending": _("Mengirim"),
}
TROUBLE_WORDS = {
    "camera_refused": _("Kamera belum diizinkan. Buka pengaturan situs ini di peramban, izinkan kamera, lalu ulangi."),
    "camera_none": _("Kamera depan tidak ditemukan. Pakai HP yang memiliki kamera depan."),
    "camera_busy": _("Kamera sedang dipakai aplikasi lain. Tutup aplikasi itu, lalu ulangi."),
    "cancelled": _("Dibatalkan. Tekan tombol untuk mengulang."),
    "interrupted": _("Terputus karena halaman ditinggalkan. Tekan tombol untuk mengulang."),
    "passkey_none": _("Peramban ini belum bisa membuat kunci. Perbarui Chrome atau Safari, lalu ulangi."),
    "passkey_gesture": _("Kunci belum dibuat. Tekan tombol, lalu setujui dengan sidik jari, wajah, atau PIN."),
    "passkey_exists": _("Kunci di HP ini sudah ada. Beri tahu petugas."),
    "passkey_address": _("Alamat halaman ini bukan alamat resmi Nyata. Buka lewat alamat resmi."),
    "passkey_refused": _("Kunci belum dibuat. Pasang kunci layar di HP ini, lalu ulangi."),
    "storage_blocked": _("Peramban tidak mau menyimpan kunci. Matikan mode penyamaran, lalu ulangi."),
    "page_key_lost": _("Kunci halaman hilang. Muat ulang halaman, lalu ketik lagi kodenya."),
    "no_network": _("Tidak ada sambungan. Periksa sinyal, lalu tekan kirim lagi; foto Anda tidak perlu diulang."),
    "unknown": _("Ada gangguan di HP ini. Muat ulang halaman, lalu ketik lagi kodenya."),
}
