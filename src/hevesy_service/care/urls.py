"""Addresses of the centre's desk."""

from __future__ import annotations

from django.urls import path

from hevesy_service.care import centre_pages as centres
from hevesy_service.care import counting_pages as counting
from hevesy_service.care import pages

urlpatterns = [
    path("sites/<slug:code>/care/", pages.worklist, name="worklist"),
    path("sites/<slug:code>/care/begin/", pages.begin, name="begin_course"),
    path("courses/<uuid:pk>/", pages.course, name="course"),
    path("courses/<uuid:pk>/<slug:act>/", pages.record_act, name="course_act"),
    path("sites/<slug:code>/centre/", centres.centre, name="centre_desk"),
    path("sites/<slug:code>/centre/instrument/", centres.instrument, name="instrument"),
    path("sites/<slug:code>/centre/licence/", centres.licence, name="licence"),
    path("sites/<slug:code>/gates/<slug:therapy>/", centres.gates, name="gates"),
    path("sites/<slug:code>/gates/<slug:therapy>/<slug:gate>/", centres.line, name="gate_line"),
    path("sites/<slug:code>/care/counts/", counting.counts, name="care_counts"),
    path("sites/<slug:code>/incidents/", centres.incidents, name="incidents"),
    path("incidents/<uuid:pk>/", centres.incident, name="incident"),
]
