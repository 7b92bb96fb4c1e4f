from django.urls import path

from nyata.leave.views import deciding, letters, officers, own

app_name = "leave"
urlpatterns = [
    path("", own.own, name="own"),
    path("ajukan/<slug:kind>/", own.ask, name="ask"),
    path("hitung/", own.count, name="count"),
    path("persetujuan/", deciding.inbox, name="inbox"),
    path("persetujuan/putuskan/", deciding.decide_many, name="decide_many"),
    path("wakil/", deciding.delegations, name="delegations"),
    path("wakil/<int:pk>/akhiri/", deciding.end_delegation, name="end_delegation"),
    path("kalender/", officers.calendar, name="calendar"),
    path("pengecualian/", officers.exemptions, name="exemptions"),
    path("pengecualian/daftar/", officers.exemption_records, name="exemption_records"),
    path("gangguan/", officers.outages, name="outages"),
    path("gangguan/<int:pk>/", officers.decide_outage, name="decide_outage"),
    path("sisa/", officers.carry_over, name="carry_over"),
    path("surat-tugas/", letters.letters, name="letters"),
    path("surat-tugas/baru/", letters.record, name="record_letter"),
    path("surat-tugas/<uuid:public_id>/", letters.letter, name="letter"),
    path("surat-tugas/<uuid:public_id>/putuskan/", letters.decide, name="decide_letter"),
    path("surat/<uuid:key>/", own.open_file, name="open_file"),
    path("<uuid:public_id>/", own.request_page, name="request"),
    path("<uuid:public_id>/tarik/", own.withdraw, name="withdraw"),
    path("<uuid:public_id>/keliru/", letters.say_wrong, name="say_wrong"),
    path("<uuid:public_id>/selesai/", own.end, name="end"),
    path("<uuid:public_id>/surat/", own.attach, name="attach"),
    path("<uuid:public_id>/putuskan/", deciding.decide, name="decide"),
    path("<uuid:public_id>/batalkan/", deciding.cancel, name="cancel"),
]
