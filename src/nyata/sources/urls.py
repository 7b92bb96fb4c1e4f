"""Addresses of other sources, under /sumber/."""

from django.urls import path

from nyata.sources.views import beside, clocks, deciding, files, machines, numbers

app_name = "sources"
urlpatterns = [
    path("", machines.machines, name="machines"),
    path("baru/", machines.add, name="add"),
    path("mesin/<int:pk>/", machines.machine, name="machine"),
    path("mesin/<int:pk>/profil/", machines.profile, name="profile"),
    path("mesin/<int:pk>/impor/", files.upload, name="upload"),
    path("mesin/<int:pk>/nomor/", numbers.numbers, name="numbers"),
    path("mesin/<int:pk>/nomor/berkas/", numbers.many, name="many"),
    path("mesin/<int:pk>/nomor/contoh.csv", numbers.example, name="example"),
    path("mesin/<int:pk>/jam/", clocks.ask, name="ask_clock"),
    path("jam/<int:pk>/jawab/", clocks.answer, name="answer_clock"),
    path("nomor/<int:pk>/akhiri/", numbers.end, name="end_number"),
    path("unggahan/<uuid:pk>/", files.waiting, name="waiting"),
    path("unggahan/<uuid:pk>/simpan/", files.apply, name="apply"),
    path("berkas/<int:pk>/", files.file, name="file"),
    path("berkas/<int:pk>/tarik/", files.take_back, name="take_back"),
    path("penetapan/", deciding.decisions, name="decisions"),
    path("banding/", beside.page, name="beside"),
    path("banding/unduh.csv", beside.download, name="download"),
    path("banding/<int:pk>/<str:day>/", beside.day, name="beside_day"),
]
