"""Addresses of the centre's desk."""

from __future__ import annotations

from django.urls import path

from hevesy_service.care import centre_pages as centres
from hevesy_service.care import check_pages as checked
from hevesy_service.care import countersign_pages as countersign
from hevesy_service.care import counting_pages as counting
from hevesy_service.care import going_home_pages as going_home
from hevesy_service.care import incident_pages as incident
from hevesy_service.care import inspection, labels, losses, pages, paper, readiness, referrals, today
from hevesy_service.care import minutes_pages as spent
from hevesy_service.care import reallocating_pages as reallocating
from hevesy_service.care import safety_pages as safety
from hevesy_service.care import shortage_pages as short
from hevesy_service.care import stock_pages as stock

urlpatterns = [
    path("sites/<slug:code>/today/", today.today, name="today"),
    path("sites/<slug:code>/stock/", stock.stock, name="stock"),
    path("sites/<slug:code>/waste/", stock.store, name="waste_store"),
    path("sites/<slug:code>/shortage/", short.shortage, name="shortage"),
    path("sites/<slug:code>/checks/", checked.listed, name="checks"),
    path("sites/<slug:code>/checks/one/", checked.one, name="check_one"),
    path("sites/<slug:code>/lots/", stock.lot, name="lot"),
    path("vials/<uuid:pk>/", stock.vial, name="vial"),
    path("vials/<uuid:pk>/label/", labels.vial, name="vial_label"),
    path("sites/<slug:code>/path/", losses.losses, name="losses"),
    path("sites/<slug:code>/minutes/", spent.minutes, name="minutes"),
    path("sites/<slug:code>/referrals/", referrals.mine, name="my_referrals"),
    path("sites/<slug:code>/refer/", referrals.refer, name="refer"),
    path("referrals/<uuid:pk>/", referrals.one, name="my_referral"),
    path("sites/<slug:code>/second/", countersign.waiting, name="awaiting"),
    path("sites/<slug:code>/paper/", paper.paper, name="paper"),
    path("sites/<slug:code>/inspection/", inspection.inspection, name="inspection"),
    path("sites/<slug:code>/ready/<slug:therapy>/", readiness.ready, name="ready"),
    path("sites/<slug:code>/care/", pages.worklist, name="worklist"),
    path("sites/<slug:code>/care/begin/", pages.begin, name="begin_course"),
    path("courses/<uuid:pk>/", pages.course, name="course"),
    path("courses/<uuid:pk>/label/", labels.syringe, name="syringe_label"),
    path("courses/<uuid:pk>/reactions/", safety.reactions, name="reactions"),
    path("courses/<uuid:pk>/reactions/<uuid:entry>/<int:row>/", safety.write_reaction, name="write_reaction"),
    path("courses/<uuid:pk>/going-home/", going_home.going_home, name="going_home"),
    path("courses/<uuid:pk>/going-home/pdf/", going_home.pdf, name="going_home_pdf"),
    path("courses/<uuid:pk>/going-home/<slug:paper>/", going_home.paper, name="going_home_paper"),
    path("courses/<uuid:pk>/going-home/<uuid:job>/<str:name>", going_home.file, name="going_home_file"),
    path("courses/<uuid:pk>/countersign/<uuid:entry>/", countersign.countersigning, name="countersign"),
    path("courses/<uuid:pk>/reallocate/<uuid:taker>/", reallocating.give, name="reallocate"),
    path("courses/<uuid:pk>/<slug:act>/", pages.record_act, name="course_act"),
    path("sites/<slug:code>/centre/", centres.centre, name="centre_desk"),
    path("sites/<slug:code>/centre/instrument/", centres.instrument, name="instrument"),
    path("sites/<slug:code>/centre/licence/", centres.licence, name="licence"),
    path("sites/<slug:code>/gates/<slug:therapy>/", centres.gates, name="gates"),
    path("sites/<slug:code>/gates/<slug:therapy>/<slug:gate>/", centres.line, name="gate_line"),
    path("sites/<slug:code>/care/counts/", counting.counts, name="care_counts"),
    path("sites/<slug:code>/incidents/", incident.incidents, name="incidents"),
    path("sites/<slug:code>/incidents/report/", incident.report_incident, name="report_incident"),
    path("incidents/<uuid:pk>/", incident.incident, name="incident"),
    path("sites/<slug:code>/safety-reports/", safety.safety_reports, name="safety_reports"),
    path("sites/<slug:code>/safety-reports/defect/", safety.report_defect, name="report_defect"),
    path("safety-reports/<uuid:pk>/", safety.safety_report, name="safety_report"),
]
