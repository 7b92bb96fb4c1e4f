"""What people type."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _


class SignIn(forms.Form):
    """NIP and password; spaces and dots in the NIP are forgiven."""

    nip = forms.CharField(
        label=_("NIP"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_nip(self) -> str:
        return tidy_nip(self.cleaned_data["nip"])


class NewPassword(forms.Form):
    """The old password and twice the new one."""

    old = forms.CharField(
        label=_("Kata sandi saat ini"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("Kata sandi baru"),
        max_length=200,
        strip=False,
        help_text=_("Sekurangnya 10 huruf atau angka. Jangan memakai NIP atau tanggal lahir."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": "10"}),
    )
    again = forms.CharField(
        label=_("Kata sandi baru, sekali lagi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("new", self.cleaned_data["again"]):
            raise forms.ValidationError(_("Kedua kata sandi baru belum sama. Ketik sekali lagi."), code="differ")
        return self.cleaned_data["again"]


def tidy_nip(text: str) -> str:
    """A NIP as typed or read from a card, without spaces and dots."""
    return re.sub(r"[\s.\-]", "", text)[:40]
