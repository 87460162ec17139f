"""Addresses of texts for patients, of outreach, and of what referrers read."""

from __future__ import annotations

from django.urls import path

from hevesy_service.outreach import event_pages as events
from hevesy_service.outreach import leaflet_pages as texts
from hevesy_service.outreach import paper
from hevesy_service.outreach import referrer_pages as referrers

urlpatterns = [
    path("sites/<slug:code>/leaflets/", texts.leaflets, name="leaflets"),
    path("sites/<slug:code>/leaflets/write/", texts.write, name="write_leaflet"),
    path("sites/<slug:code>/leaflets/drafts/<slug:draft>/", texts.draft, name="leaflet_draft"),
    path("leaflets/<uuid:pk>/", texts.leaflet, name="leaflet"),
    path("leaflets/<uuid:pk>/review/", texts.review, name="review_leaflet"),
    path("leaflets/<uuid:pk>/pdf/", paper.make, name="leaflet_pdf"),
    path("leaflets/<uuid:pk>/<uuid:job>/<str:name>", paper.file, name="leaflet_file"),
    path("leaflets/of/<uuid:pk>/", texts.of_course, name="course_leaflets"),
    path("sites/<slug:code>/outreach/", events.events, name="outreach"),
    path("referrers/", referrers.every, name="appropriate_uses"),
    path("referrers/<slug:therapy>/", referrers.one, name="appropriate_use"),
]
