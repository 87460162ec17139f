"""Addresses of the atlas."""

from __future__ import annotations

from django.urls import path

from hevesy_service.atlas import centre_pages as centres
from hevesy_service.atlas import disparity_pages as shares
from hevesy_service.atlas import figure_pages as figures
from hevesy_service.atlas import pages
from hevesy_service.atlas import register_pages as registers
from hevesy_service.atlas import sheet_pages as sheets

urlpatterns = [
    path("atlas/", pages.world, name="world"),
    path("atlas/table.csv", pages.spreadsheet, name="spreadsheet"),
    path("atlas/map/", pages.world_map, name="world_map"),
    path("atlas/map.<str:mark>.svg", pages.outlines, name="outlines"),
    path("atlas/disparity/", shares.disparity, name="disparity"),
    path("atlas/registers/", registers.registers, name="registers"),
    path("atlas/<str:iso3>/", pages.country, name="country"),
    path("atlas/<str:iso3>/history/<str:fact>/", pages.history, name="history"),
    path("atlas/<str:iso3>/centres/<str:centre>/", centres.centre, name="centre"),
    path("atlas/<str:iso3>/towns/<str:town>/", centres.town, name="town"),
    path("why/<str:fact>/<str:place>/", pages.why, name="why"),
    path("sites/<slug:code>/figures/", figures.figures, name="figures"),
    path("sites/<slug:code>/figures/pack.zip", figures.pack, name="pack"),
    path("sites/<slug:code>/figures/bring/", figures.bring, name="bring"),
    path("sites/<slug:code>/figures/figures-and-centres.xlsx", sheets.workbook, name="workbook"),
    path("sites/<slug:code>/figures/figures.csv", sheets.figures_csv, name="figures_csv"),
    path("sites/<slug:code>/figures/centres.csv", sheets.centres_csv, name="centres_csv"),
    path("sites/<slug:code>/figures/sheet/", sheets.bring, name="bring_sheet"),
    path("sites/<slug:code>/sheets/<uuid:sheet>/", sheets.arrival, name="sheet"),
    path("sites/<slug:code>/figures/<str:fact>/", figures.proposing, name="propose"),
    path("sites/<slug:code>/proposals/<uuid:proposal>/", figures.deciding, name="decide"),
    path("sites/<slug:code>/centres/<str:centre>/", centres.proposing, name="propose_centre"),
    path("sites/<slug:code>/centre-proposals/<uuid:proposal>/", centres.deciding, name="decide_centre"),
    path("sites/<slug:code>/arrivals/<uuid:arrival>/", figures.arrival, name="arrival"),
    path("sites/<slug:code>/trainings/", registers.trainings, name="trainings"),
    path("sites/<slug:code>/trainings/<int:number>/", registers.training, name="training"),
]
