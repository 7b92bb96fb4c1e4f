"""Why something was not done: a code for programs and tests, a sentence that says what to do next."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    NOT_AUDITOR = "not_auditor"
    NOT_OWNER = "not_owner"
    MONTH_NOT_OVER = "month_not_over"
    WORDS_MISSING = "words_missing"
    CLOSED_ALREADY = "closed_already"
    NOT_CLOSED = "not_closed"
    DAY_OVER = "day_over"
    OWNER_LEFT = "owner_left"
    NOT_ON_ONESELF = "not_on_oneself"
    FILE_MISSING = "file_missing"
    NO_PROGRAM = "no_program"
    MAY_NOT_MAKE_DATABASES = "may_not_make_databases"
    SERVER_AWAY = "server_away"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """What was asked of the audit was not done."""


SENTENCES: dict[Code, Promise] = {
    Code.NOT_AUDITOR: _("Ini dilakukan Inspektorat. Hubungi Inspektorat."),
    Code.NOT_OWNER: _("Temuan ini dijawab orang lain. Hubungi Inspektorat bila seharusnya Anda yang menjawab."),
    Code.MONTH_NOT_OVER: _("Bulan itu belum berakhir. Pilih bulan yang sudah lewat."),
    Code.WORDS_MISSING: _("Penjelasannya belum ditulis. Tulis paling sedikit lima huruf."),
    Code.CLOSED_ALREADY: _("Temuan ini sudah ditutup. Buka kembali dulu bila masih ada yang perlu dijelaskan."),
    Code.NOT_CLOSED: _("Temuan ini masih terbuka. Anda dapat langsung menjawab atau menutupnya."),
    Code.DAY_OVER: _("Batas waktunya sudah lewat. Pilih hari ini atau sesudahnya."),
    Code.OWNER_LEFT: _("Orang itu tidak lagi aktif. Pilih orang lain."),
    Code.NOT_ON_ONESELF: _("Temuan ini tentang Anda sendiri. Minta pejabat Inspektorat lain."),
    Code.FILE_MISSING: _("Berkas cadangan tidak ada di situ. Periksa nama dan foldernya."),
    Code.NO_PROGRAM: _("pg_restore atau psql tidak ada di PATH. Pasang klien PostgreSQL, lalu coba lagi."),
    Code.MAY_NOT_MAKE_DATABASES: _(
        "Akun ini tidak boleh membuat basis data. Beri --server dengan akun yang boleh, sebaiknya di mesin lain."
    ),
    Code.SERVER_AWAY: _("Server untuk memulihkan tidak menjawab. Periksa alamatnya, lalu coba lagi."),
}
