"""Addresses of what comes before a plan."""

from __future__ import annotations

from django.urls import path

from hevesy_service.mission import count_pages as counts
from hevesy_service.mission import pages
from hevesy_service.mission import question_pages as questions
from hevesy_service.mission import sheet_pages as sheets

_Q = "sites/<slug:code>/questionnaire/"
_C = "sites/<slug:code>/counts/"
urlpatterns = [
    path("sites/<slug:code>/mission/", pages.mission, name="mission"),
    path("sites/<slug:code>/briefing/", pages.briefing, name="briefing"),
    path("sites/<slug:code>/briefing/new/", pages.brief, name="brief"),
    path("sites/<slug:code>/centre-size/", pages.centre_size, name="centre_size"),
    path("sites/<slug:code>/centre-size/new/", pages.size, name="size_centre"),
    path(_Q, questions.overview, name="questionnaire"),
    path(f"{_Q}<int:number>/", questions.section, name="questions"),
    path(f"{_Q}hand-in/", questions.handing_in, name="hand_in"),
    path(f"{_Q}forms/<uuid:pk>/", questions.filled, name="filled"),
    path(f"{_Q}forms/<uuid:pk>/decide/", questions.deciding, name="decide_filled"),
    path(f"{_Q}form.<str:kind>", sheets.download, name="questionnaire_file"),
    path(f"{_Q}load/", sheets.load, name="load_answers"),
    path(f"{_Q}loaded/<uuid:pk>/", sheets.loaded, name="loaded_answers"),
    path(_C, counts.counts, name="counts"),
    path(f"{_C}<int:year>/", counts.year, name="counted_year"),
    path(f"{_C}<int:year>/give/", counts.give_row, name="give_counts"),
    path(f"{_C}<int:year>/remove/", counts.remove_row, name="remove_counts"),
    path(f"{_C}<int:year>/load/", counts.load, name="load_counts"),
    path(f"{_C}<int:year>/calibrate/", counts.calibrate, name="calibrate"),
    path(f"{_C}loaded/<uuid:pk>/", counts.loaded, name="loaded_counts"),
]
