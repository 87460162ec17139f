"""Addresses of the desk of LEARN."""

from __future__ import annotations

from django.urls import path

from hevesy_service.learn import accreditation_pages as accreditation
from hevesy_service.learn import action_pages as actions
from hevesy_service.learn import audit_pages as audits
from hevesy_service.learn import board_pages as board
from hevesy_service.learn import certification_pages as certification
from hevesy_service.learn import check_pages as checks
from hevesy_service.learn import contract_pages as contracts
from hevesy_service.learn import indicator_pages as indicators
from hevesy_service.learn import logbook_pages as logbooks
from hevesy_service.learn import module_pages as modules
from hevesy_service.learn import national_pages, pages, seat_pages, staffing_pages
from hevesy_service.learn import offer_pages as offers
from hevesy_service.learn import report_pages as reports
from hevesy_service.learn import trainee_pages as trainees

urlpatterns = [
    path("sites/<slug:code>/privileges/", pages.everybody, name="privileges"),
    path("sites/<slug:code>/privileges/<uuid:person>/", pages.person, name="person"),
    path("sites/<slug:code>/privileges/<uuid:person>/<slug:what>/", pages.evidence, name="evidence"),
    path("sites/<slug:code>/staffing/", staffing_pages.staffing_of, name="staffing"),
    path("sites/<slug:code>/contracts/", contracts.contracts, name="contracts"),
    path("sites/<slug:code>/figures-of-centres/", national_pages.figures, name="figures_of_centres"),
    path("learn/national/", national_pages.national, name="national"),
    path("sites/<slug:code>/logbook/", logbooks.mine, name="logbook"),
    path("sites/<slug:code>/logbook/elsewhere/", logbooks.elsewhere, name="elsewhere"),
    path("sites/<slug:code>/logbook/confirm/", logbooks.confirm, name="confirm_procedures"),
    path("sites/<slug:code>/logbook/procedures/<uuid:pk>/", logbooks.procedure, name="procedure"),
    path("sites/<slug:code>/logbook/<uuid:person>/", logbooks.of_one, name="logbook_of"),
    path("sites/<slug:code>/logbook/<uuid:person>/<slug:kind>/", logbooks.assess, name="assess"),
    path("sites/<slug:code>/trainees/", trainees.everybody, name="trainees"),
    path("sites/<slug:code>/trainees/<uuid:person>/", trainees.enrolment, name="enrolment"),
    path("sites/<slug:code>/audits/", audits.listed, name="audits"),
    path("audits/<uuid:pk>/", audits.audit, name="audit"),
    path("audits/<uuid:pk>/close/", audits.close, name="close_audit"),
    path("audits/<uuid:pk>/discard/", audits.discard, name="discard_audit"),
    path("audits/<uuid:pk>/report/", reports.report, name="audit_report"),
    path("audits/<uuid:pk>/report/make/", reports.make, name="audit_report_make"),
    path("audits/<uuid:pk>/report/<uuid:job>/<str:name>", reports.file, name="audit_report_file"),
    path("audits/<uuid:pk>/items/<slug:part>/", audits.checklist, name="checklist"),
    path("audits/<uuid:pk>/evidence/<slug:sha256>/<str:name>", audits.evidence, name="audit_evidence"),
    path("sites/<slug:code>/indicators/", indicators.listed, name="indicators"),
    path("sites/<slug:code>/accreditation/", accreditation.ready, name="accreditation"),
    path("sites/<slug:code>/actions/", actions.listed, name="actions"),
    path("sites/<slug:code>/actions/take-up/", actions.take_up, name="take_up"),
    path("sites/<slug:code>/actions/dismiss/", actions.dismiss_proposal, name="dismiss_proposal"),
    path("actions/<uuid:pk>/", actions.action, name="action"),
    path("sites/<slug:code>/certification/", certification.listed, name="certification"),
    path("sites/<slug:code>/certification/<uuid:pk>/", certification.case, name="certification_case"),
    path("sites/<slug:code>/certification/<uuid:pk>/certificate/", certification.paper, name="certificate"),
    path("sites/<slug:code>/board/", board.board, name="board"),
    path("sites/<slug:code>/board/<uuid:pk>/", board.case, name="board_case"),
    path("sites/<slug:code>/boards/", board.boards, name="boards"),
    path("certificates/check/", checks.checking, name="check_certificate"),
    path("certificates/board.pub", checks.key, name="board_key"),
    path("certificates/revoked.txt", checks.taken_back, name="revoked_list"),
    path("sites/<slug:code>/modules/", modules.modules, name="modules"),
    path("sites/<slug:code>/modules/<slug:tutorial>/", modules.module, name="module"),
    path("sites/<slug:code>/modules/<slug:tutorial>/file/", modules.module_file, name="module_file"),
    path("sites/<slug:code>/curricula/<slug:curriculum>/", modules.curriculum, name="curriculum"),
    path("sites/<slug:code>/curricula/<slug:curriculum>/timetable/", offers.timetable_, name="timetable"),
    path("sites/<slug:code>/curricula/<slug:curriculum>/timetable/calendar/", offers.timetable_calendar,
         name="timetable_calendar"),
    path("sites/<slug:code>/training-seats/", seat_pages.training_seats, name="training_seats"),
    path("sites/<slug:code>/offers/", offers.offers, name="offers"),
    path("sites/<slug:code>/offers/<uuid:offer>/", offers.offer_one, name="offer"),
]
