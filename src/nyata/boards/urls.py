"""Addresses of the boards, under /papan/."""

from django.urls import path

from nyata.boards.views import attempts, board, overseers, summary

app_name = "boards"
urlpatterns = [
    path("", board.board, name="board"),
    path("tinjauan/", attempts.reviews, name="reviews"),
    path("hp-lain/", attempts.second_phones, name="second_phones"),
    path("ringkas/", summary.summary, name="summary"),
    path("ringkas/layar/", summary.screen, name="screen"),
    path("jalan-lain/", overseers.other_ways, name="other_ways"),
    path("saksi/", overseers.drawn, name="drawn"),
    path("saksi/<int:pk>/", overseers.check, name="check"),
    path("catatan-foto/", overseers.looks, name="looks"),
    path("<uuid:public_id>/", attempts.attempt, name="attempt"),
    path("<uuid:public_id>/putuskan/", attempts.decide, name="decide"),
    path("<uuid:public_id>/foto/", attempts.photo, name="photo"),
    path("<uuid:public_id>/simpan/", attempts.hold, name="hold"),
]
