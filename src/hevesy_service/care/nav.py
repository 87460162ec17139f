"""The pages of a site's centre desk that are open to a person."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hevesy_service.accounts.models import User
from hevesy_service.accounts.rights import borrowed_roles, own_roles
from hevesy_service.accounts.roles import rights
from hevesy_service.book.models import Site
from hevesy_service.desk.back import desk_of

Pages = tuple[tuple[str, str, Promise], ...]
GROUPS: tuple[tuple[Promise, Pages], ...] = (
    (_("Care"), (
        ("today", "see_care", _("Today")),
        ("worklist", "see_care", _("Worklist")),
        ("awaiting", "see_care", _("Second person")),
        ("stock", "see_stock", _("Stock")),
        ("waste_store", "see_stock", _("Waste store")),
        ("shortage", "see_care", _("Shortage")),
        ("centre_desk", "see_gates", _("Readiness")),
        ("checks", "see_gates", _("Checks")),
        ("my_referrals", "see_own_referrals", _("My referrals")),
        ("paper", "see_care", _("Paper forms")),
    )),
    (_("People"), (
        ("privileges", "see_privileges", _("Who may do what")),
        ("logbook", "keep_logbook", _("Logbook")),
        ("trainees", "lead_training", _("Trainees")),
        ("modules", "learn_modules", _("Modules")),
        ("offers", "learn_modules", _("Training offers")),
        ("training_seats", "learn_modules", _("Training seats")),
        ("certification", "see_certification", _("Certification")),
        ("staffing", "see_staffing", _("Staffing")),
        ("contracts", "state_contracts", _("Contracts")),
        ("figures_of_centres", "give_figures_of_centres", _("Figures of other centres")),
    )),
    (_("Quality"), (
        ("audits", "see_audits", _("Audits")),
        ("actions", "see_audits", _("Corrective actions")),
        ("indicators", "see_audits", _("Indicators")),
        ("incidents", "see_incidents", _("Incidents")),
        ("lessons", "see_lessons", _("Lessons")),
        ("safety_reports", "see_incidents", _("Safety reports")),
        ("losses", "see_losses", _("The path")),
        ("minutes", "see_minutes", _("Minutes")),
        ("validation", "see_validation", _("Validation")),
        ("inspection", "pull_inspection", _("Inspection")),
    )),
    (_("Outside"), (
        ("leaflets", "see_leaflets", _("Texts for patients")),
        ("outreach", "see_outreach", _("Outreach")),
    )),
)  # fmt: skip


def roles_at(user: User, site: Site) -> frozenset[str]:
    """The roles that a person holds at a site, of their own or lent to them today."""
    return frozenset((*own_roles(user, site), *(lent.role for lent in borrowed_roles(user, site))))


@desk_of
def desk_pages(user: User, site: Site) -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """The pages of the desk that a person may open, by group: the address and the name of each."""
    held = roles_at(user, site)
    found = [
        (called, [(reverse(name, args=[site.code]), words) for name, action, words in pages
                  if held & set(rights()[action].roles)])
        for called, pages in GROUPS
    ]  # fmt: skip
    return [(called, pages) for called, pages in found if pages]
