"""Every address of the service."""

from __future__ import annotations

from allauth.account import views as signing_in
from django.urls import include, path

from hevesy_service.api import pages as tokens
from hevesy_service.api.addresses import addresses as api
from hevesy_service.desk import emergency_pages as emergencies
from hevesy_service.desk import factor_pages as factors
from hevesy_service.desk import lending_pages as lending
from hevesy_service.desk import lock_pages as locks
from hevesy_service.desk import pages as desk
from hevesy_service.desk import site_pages as sites
from hevesy_service.jobs import pages as jobs
from hevesy_service.plans import comment_pages as comments
from hevesy_service.plans import number_pages as number
from hevesy_service.plans import pages as plans
from hevesy_service.plans import result_pages as results
from hevesy_service.plans import what_if_pages as what_if

handler500 = "hevesy_service.desk.faults.fault"
urlpatterns = [
    path("", desk.home, name="home"),
    path("alive", desk.alive, name="alive"),
    path("favicon.ico", desk.icon, name="icon"),
    path("set-up/<str:token>/", desk.first, name="set_up"),
    path("language/", desk.language, name="language"),
    path("health/", desk.health, name="health"),
    path("roles/", desk.roles, name="roles"),
    path("come-in/<str:token>/", desk.come_in, name="come_in"),
    path("sites/<slug:code>/", sites.site, name="site"),
    path("sites/<slug:code>/give/", sites.give, name="give_role"),
    path("sites/<slug:code>/withdraw/", sites.withdraw, name="withdraw_role"),
    path("sites/<slug:code>/link/", sites.link, name="link_again"),
    path("sites/<slug:code>/book/", desk.book, name="book"),
    path("sites/<slug:code>/second-factor/", factors.at_this_site, name="factor_at_site"),
    path("sites/<slug:code>/second-factor/lost/", factors.lost, name="factor_lost"),
    path("sites/<slug:code>/lend/", lending.lending, name="lend"),
    path("lendings/<uuid:pk>/end/", lending.ending, name="end_lending"),
    path("sites/<slug:code>/emergency/", emergencies.emergency, name="emergency"),
    path("emergencies/<uuid:pk>/review/", emergencies.reviewing, name="review_emergency"),
    path("sites/<slug:code>/plans/", plans.plans, name="plans"),
    path("sites/<slug:code>/plans/new/", plans.new, name="new_plan"),
    path("sites/<slug:code>/plans/beside/", results.beside, name="beside"),
    path("plans/<uuid:pk>/", plans.plan, name="plan"),
    path("plans/<uuid:pk>/add/", plans.add, name="plan_add"),
    path("plans/<uuid:pk>/move/", plans.move, name="plan_move"),
    path("plans/<uuid:pk>/remove/", plans.remove, name="plan_remove"),
    path("plans/<uuid:pk>/acts/<str:name>/", plans.act, name="plan_act"),
    path("plans/<uuid:pk>/frame/", plans.frame, name="plan_frame"),
    path("plans/<uuid:pk>/text/", plans.text, name="plan_text"),
    path("plans/<uuid:pk>/versions/", plans.versions, name="plan_versions"),
    path("plans/<uuid:pk>/versions/<int:number>/back/", plans.back, name="plan_back"),
    path("plans/<uuid:pk>/freeze/", plans.freeze, name="plan_freeze"),
    path("plans/<uuid:pk>/download/", plans.download, name="plan_download"),
    path("plans/<uuid:pk>/compute/", plans.compute, name="plan_compute"),
    path("plans/<uuid:pk>/comments/", comments.comments, name="plan_comments"),
    path("plans/<uuid:pk>/comments/new/", comments.say, name="plan_comment_new"),
    path("plans/<uuid:pk>/comments/<uuid:comment>/", comments.change, name="plan_comment"),
    path("plans/<uuid:pk>/what-if/", what_if.what_if, name="plan_what_if"),
    path("plans/<uuid:pk>/what-if/answer/", what_if.answer, name="plan_what_if_answer"),
    path("plans/<uuid:pk>/what-if/keep/", what_if.keep, name="plan_what_if_keep"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/numbers/", number.of_job, name="job_numbers"),
    path("jobs/<uuid:pk>/why/<str:figure>/", number.why, name="job_why"),
    path("jobs/<uuid:pk>/page/", jobs.result, name="job_page"),
    path("jobs/<uuid:pk>/stop/", jobs.stop, name="job_stop"),
    path("jobs/<uuid:pk>/again/", jobs.again, name="job_again"),
    path("jobs/<uuid:pk>/files/<str:name>", jobs.file, name="job_file"),
    path("", include("hevesy_service.mission.urls")),
    path("", include("hevesy_service.atlas.urls")),
    path("", include("hevesy_service.care.urls")),
    path("", include("hevesy_service.learn.urls")),
    path("", include("hevesy_service.lessons.urls")),
    path("", include("hevesy_service.outreach.urls")),
    path("", include("hevesy_service.validation.urls")),
    *api(),
    path("second-factor/", factors.adding, name="second_factor"),
    path("second-factor/later/", factors.put_off, name="put_off"),
    path("unlock/", locks.unlocking, name="unlock"),
    path("lock/", locks.locking, name="lock"),
    path("here/", locks.here, name="here"),
    path("drafts/", locks.waiting, name="drafts"),
    path("passkey-options/", locks.passkey_options, name="passkey_options"),
    path("accounts/login/", signing_in.login, name="account_login"),
    path("accounts/logout/", signing_in.logout, name="account_logout"),
    path("accounts/inactive/", signing_in.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", signing_in.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/", signing_in.password_change, name="account_change_password"),
    path("accounts/password/set/", signing_in.password_set, name="account_set_password"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new, name="new_token"),
    path("tokens/<uuid:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
