"""Signals in words for a reviewer: what was measured, never how alike two faces are, never a score."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nyata.boards.words import Line
from nyata.core.reasons import distance_in_words

Payload = Mapping[str, Any]


def signal_lines(signals: Iterable[Mapping[str, Any]]) -> list[Line]:
    """One sentence for each kind of signal, the newest of its kind; what speaks against the attempt first."""
    newest = {signal["kind"]: signal for signal in signals}
    lines = [_line(signal) for kind, signal in newest.items() if kind in SAY]
    return sorted(lines, key=lambda line: line.tone == "ok")


def _line(signal: Mapping[str, Any]) -> Line:
    words = SAY[signal["kind"]](signal["payload"], signal["strength"])
    return Line("check", "ok", words) if signal["strength"] < 0.3 else Line("alert", "wait", words)


def _face(payload: Payload, strength: float) -> str:
    if strength == 0:
        return _("Wajah: cocok dengan data pendataan.")
    if not payload.get("compared"):
        return _("Wajah: tidak ada foto yang cukup jelas untuk dibandingkan.")
    return _("Wajah: belum jelas.") if strength < 1 else _("Wajah: belum cocok dengan data pendataan.")


def _moves(payload: Payload, strength: float) -> str:
    if payload.get("ok"):
        return _("Gerakan: semua yang diminta terbaca, berurutan, pada waktunya.")
    return _("Gerakan: belum semuanya terbaca.")


def _deep(payload: Payload, strength: float) -> str:
    if payload.get("live"):
        return _("Pemeriksaan lanjutan: gerakan wajah terbaca utuh.")
    return _("Pemeriksaan lanjutan: gerakan wajah belum terbaca. Satu dari empat absen yang wajar mengalaminya.")


def _repeats(payload: Payload, strength: float) -> str:
    if strength < 0.3:
        return _("Foto: tidak ada yang berulang.")
    if payload.get("by_another"):
        return _("Foto: serupa dengan foto pada absen pegawai lain.")
    if payload.get("seen_before"):
        return _("Foto: serupa dengan foto pada absen sebelumnya.")
    return _("Foto: beberapa sama persis di dalam satu rekaman.")


def _place(payload: Payload, strength: float) -> str:
    outside, accuracy = payload.get("outside_m"), payload.get("accuracy_m")
    if outside is None:
        return _("Lokasi: tidak ada titik yang dapat dipakai.")
    near = {"accuracy": distance_in_words(accuracy or 0)}
    if outside <= 0:
        return _("Lokasi: di dalam batas, ketelitian sekitar %(accuracy)s.") % near
    near["distance"] = distance_in_words(outside)
    return _("Lokasi: sekitar %(distance)s di luar batas, ketelitian sekitar %(accuracy)s.") % near


def _place_hint(payload: Payload, strength: float) -> str:
    hints = payload.get("hints") or ()
    if "mock_pattern" in hints:
        return _("Lokasi: nilainya sama dengan nilai bawaan sebuah aplikasi pengatur lokasi.")
    if "jump" in hints:
        return _("Lokasi: berpindah lebih cepat dari yang wajar selama perekaman.")
    if "altitude_accuracy" in hints:
        return _("Lokasi: berisi keterangan yang biasanya tidak dikirim peramban ini.")
    return _("Lokasi: tidak ada keterangan yang janggal.")


def _browser(payload: Payload, strength: float) -> str:
    if payload.get("webdriver"):
        return _("Peramban: dijalankan secara otomatis.")
    if payload.get("virtual_camera"):
        return _("Peramban: nama kameranya seperti kamera dari program.")
    if payload.get("denied"):
        return _("Peramban: ada izin yang belum diberikan.")
    return _("Peramban: tidak ada yang janggal.")


def _device(payload: Payload, strength: float) -> str:
    if payload.get("count_went_back"):
        return _("HP: hitungan kuncinya mundur.")
    if payload.get("synced"):
        return _("HP: kuncinya dapat ikut ke HP lain lewat akun.")
    if payload.get("tier") == "A":
        return _("HP: terdaftar, terikat perangkat keras.")
    return _("HP: terdaftar, terikat aplikasi.")


def _clock(payload: Payload, strength: float) -> str:
    if payload.get("mark") == "live":
        return _("Waktu: langsung dari server.")
    if payload.get("mark") == "anchored":
        return _("Waktu: dari jangkar server di HP, dikirim kemudian.")
    return _("Waktu: menurut jam HP.")


def _accommodation(payload: Payload, strength: float) -> str:
    if payload.get("kind") == "no_face":
        return _("Kemudahan: tanpa foto wajah, ditetapkan BKPSDM.")
    return _("Kemudahan: tanpa gerakan wajah, ditetapkan BKPSDM.")


SAY: dict[str, Callable[[Payload, float], str]] = {
    "face": _face,
    "moves": _moves,
    "deep": _deep,
    "repeats": _repeats,
    "place": _place,
    "place_hint": _place_hint,
    "browser": _browser,
    "device": _device,
    "clock": _clock,
    "accommodation": _accommodation,
}
