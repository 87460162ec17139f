"""Addresses of the validation of a site."""

from __future__ import annotations

from django.urls import path

from hevesy_service.validation import pages

urlpatterns = [
    path("sites/<slug:code>/validation/", pages.validation, name="validation"),
    path("sites/<slug:code>/validation/run/", pages.run, name="validation_run"),
    path("sites/<slug:code>/validation/modules/<slug:module>/", pages.switch_module, name="validation_switch"),
    path("validations/<uuid:pk>/", pages.one, name="validation_one"),
    path("validations/<uuid:pk>/sign/", pages.sign, name="validation_sign"),
    path("validations/<uuid:pk>/report/", pages.paper, name="validation_paper"),
]
