"""Every address of the service."""

from __future__ import annotations

from allauth.account import views as signing_in
from django.urls import include, path

from hevesy_service.atlas import pages as atlas
from hevesy_service.desk import pages as desk
from hevesy_service.desk import site_pages as sites

handler500 = "hevesy_service.desk.faults.fault"
urlpatterns = [
    path("", desk.home, name="home"),
    path("alive", desk.alive, name="alive"),
    path("set-up/<str:token>/", desk.first, name="set_up"),
    path("health/", desk.health, name="health"),
    path("roles/", desk.roles, name="roles"),
    path("come-in/<str:token>/", desk.come_in, name="come_in"),
    path("sites/<slug:code>/", sites.site, name="site"),
    path("sites/<slug:code>/give/", sites.give, name="give_role"),
    path("sites/<slug:code>/withdraw/", sites.withdraw, name="withdraw_role"),
    path("sites/<slug:code>/link/", sites.link, name="link_again"),
    path("sites/<slug:code>/book/", desk.book, name="book"),
    path("atlas/", atlas.world, name="world"),
    path("atlas/<str:iso3>/", atlas.country, name="country"),
    path("why/<str:fact>/<str:place>/", atlas.why, name="why"),
    path("accounts/login/", signing_in.login, name="account_login"),
    path("accounts/logout/", signing_in.logout, name="account_logout"),
    path("accounts/inactive/", signing_in.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", signing_in.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/", signing_in.password_change, name="account_change_password"),
    path("accounts/password/set/", signing_in.password_set, name="account_set_password"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
