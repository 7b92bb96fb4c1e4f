"""Error pages: one sentence, one way on, never a traceback."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Any = None, status: int = 400) -> HttpResponse:
    return page(request, status, _("Permintaan tidak dapat dibaca"), _("Muat ulang halaman ini, lalu coba lagi."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(
        request,
        403,
        _("Halaman ini bukan untuk akun Anda"),
        _("Kembali ke beranda, atau tanyakan operator OPD Anda."),
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, 404, _("Halaman tidak ditemukan"), _("Mungkin alamatnya berubah. Kembali ke beranda."))


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Gangguan ada pada kami, bukan pada Anda. Absen yang sudah tersimpan di HP tetap aman dan jamnya tetap."
    )
    return page(request, 500, _("Sistem sedang terganggu"), sentence)
