"""Addresses of the desk of LEARN."""

from __future__ import annotations

from django.urls import path

from hevesy_service.learn import pages

urlpatterns = [
    path("sites/<slug:code>/privileges/", pages.everybody, name="privileges"),
    path("sites/<slug:code>/privileges/<uuid:person>/", pages.person, name="person"),
    path("sites/<slug:code>/privileges/<uuid:person>/<slug:what>/", pages.evidence, name="evidence"),
]
