"""Addresses of near misses and lessons."""

from __future__ import annotations

from django.urls import path

from hevesy_service.lessons import library_pages as library
from hevesy_service.lessons import near_miss_pages as near
from hevesy_service.lessons import sharing_pages as sharing

urlpatterns = [
    path("near-misses/<slug:code>/", near.tell, name="tell_near_miss"),
    path("near-misses/<slug:code>/kept/", near.kept, name="near_miss_kept"),
    path("sites/<slug:code>/near-misses/", near.read, name="near_misses"),
    path("sites/<slug:code>/lessons/", library.library, name="lessons"),
    path("sites/<slug:code>/lessons/write/", library.write, name="write_lesson"),
    path("sites/<slug:code>/lessons/share/", sharing.share, name="share_lessons"),
    path("sites/<slug:code>/lessons/pack/", sharing.pack, name="lessons_pack"),
    path("lessons/<uuid:pk>/withdraw/", library.take_back, name="withdraw_lesson"),
]
