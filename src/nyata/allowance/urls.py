"""Addresses of the allowance, under /tpp/."""

from django.urls import path

from nyata.allowance.views import amounts, offices, own

app_name = "allowance"
urlpatterns = [
    path("", own.own, name="own"),
    path("opd/", offices.offices, name="offices"),
    path("opd/<int:pk>/", offices.office, name="office"),
    path("opd/<int:pk>/jumlah/", offices.sums, name="sums"),
    path("opd/<int:pk>/simpan/", offices.keep, name="keep"),
    path("opd/<int:pk>/versi/", offices.versions, name="versions"),
    path("unduh/", offices.download, name="download"),
    path("orang/<int:pk>/", own.person, name="person"),
    path("besaran/", amounts.lines, name="amounts"),
    path("besaran/unggah/", amounts.upload, name="upload"),
    path("besaran/contoh/", amounts.example, name="example"),
    path("besaran/berkas/<uuid:pk>/", amounts.file, name="file"),
    path("besaran/berkas/<uuid:pk>/terapkan/", amounts.apply, name="apply"),
]
