"""Who may do what: the table, and every address of the service beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.service.conftest import MADE, made_in, new_site, new_user

from hevesy_service.accounts.rights import ANYONE, BY_TOKEN, SIGNED_IN, may, needs
from hevesy_service.accounts.roles import rights, roles
from hevesy_service.book.models import Site

NOBODYS = "00000000-0000-0000-0000-000000000001"
FILLED = {
    "code": "irbid", "iso3": "JOR", "fact": "country.equipment.pet", "place": "JOR", "token": "none", "pk": str(MADE),
    "number": "1", "name": "simulation.json", "rest": "nothing", "mark": "older", "proposal": NOBODYS,
    "arrival": NOBODYS, "sheet": NOBODYS, "comment": NOBODYS, "figure": "completed", "centre": "new", "town": "Amman",
    "year": "2025", "kind": "odt",
    "act": "referral", "therapy": "lu177_psma617", "gate": "consent_given", "module": "decay",
    "entry": NOBODYS, "taker": NOBODYS, "row": "0", "paper": "card", "job": NOBODYS, "person": NOBODYS,
    "what": "fit", "part": "strategy", "draft": "consent_en",
    "sha256": "0" * 64, "tutorial": "lu177_release", "curriculum": "default_nurse", "offer": str(MADE),
}  # fmt: skip


def addresses(resolver: Any = None) -> Iterator[URLPattern]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each)
        else:
            yield each


def ours() -> list[URLPattern]:
    """Every address whose page is ours."""
    return [each for each in addresses() if each.callback.__module__.startswith("hevesy_service.")]


def path_of(pattern: URLPattern) -> str:
    route = "/" + str(pattern.pattern)
    for name, value in FILLED.items():
        for kind in ("str", "slug", "uuid", "int", "path"):
            route = route.replace(f"<{kind}:{name}>", value).replace(f"<{name}>", value)
    assert "<" not in route, f"the tests do not know how to fill {route}"
    return route


def asked_of(client: Client, pattern: URLPattern) -> int:
    """The status of an address; of one that only takes forms, that of an empty form."""
    path = path_of(pattern)
    found = client.get(path)
    if found.streaming:
        list(found)  # read to its end, by which its file is closed
    return client.post(path, {}).status_code if found.status_code == 405 else found.status_code


# an empty plan, no token, a patient whom somebody else sent, an act that waits for nobody, a file that no job made, no
# toxicity, nobody in training
NOT_THERE = (
    "plan_act", "reallocate", "revoke_token", "my_referral", "countersign", "going_home_file", "write_reaction",
    "person", "evidence", "audit_report_file", "audit_evidence", "certification_case", "certificate", "board_case",
    "procedure", "logbook_of", "assess", "enrolment", "leaflet_file",
)  # fmt: skip
NOT_NOW = ("passkey_options", "going_home_paper", "going_home_pdf")  # over HTTPS alone; once a release is recorded
DONE = (200, 204, 302, 422)  # shown; nothing to show; an empty form sent back, or led away from with a message


def test_the_table_is_whole() -> None:
    assert len(roles()) == 21
    for right in rights().values():
        assert right.what and right.roles and right.scope in ("site", "installation")
        assert set(right.roles) <= set(roles())


def test_every_address_says_who_may_see_it() -> None:
    known = {ANYONE, SIGNED_IN, BY_TOKEN, *rights()}
    assert {getattr(each.callback, "action", None) for each in ours()} <= known
    assert len(ours()) >= 10
    for each in ours():
        if each.callback.action == BY_TOKEN:
            assert each.callback.actions and set(each.callback.actions.values()) <= {SIGNED_IN, *rights()}


@pytest.mark.parametrize("pattern", ours(), ids=lambda pattern: str(pattern.pattern) or "home")
def test_a_stranger_is_sent_to_sign_in(pattern: URLPattern, site: Site) -> None:
    found = Client().get(path_of(pattern))
    if pattern.callback.action == ANYONE:
        assert found.status_code in (200, 404, 405) or pattern.name == "icon"
    elif pattern.callback.action == BY_TOKEN:
        assert found.status_code in (401, 405) and found["content-type"] == "application/problem+json"
    else:
        assert found.status_code == 302 and found["location"].startswith("/accounts/login/")


@pytest.mark.slow("walks every address")
@pytest.mark.security
@pytest.mark.parametrize("role", roles())
def test_each_role_sees_what_the_table_says_and_nothing_else(
    role: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role)
    made_in(site)
    for pattern in ours():
        action = pattern.callback.action
        if action in (ANYONE, BY_TOKEN) or pattern.name == "lock":  # the API's matrix is in test_api_tokens.py
            continue
        allowed = action == SIGNED_IN or role in rights()[action].roles
        status = asked_of(client, pattern)
        done = (409,) if pattern.name in NOT_NOW else DONE
        done = (404,) if pattern.name in NOT_THERE else done
        assert status in done if allowed else status == 403, (role, str(pattern.pattern), status)


@pytest.mark.slow("walks every address")
@pytest.mark.security
@pytest.mark.parametrize("role", roles())
def test_a_role_at_one_site_opens_nothing_of_another(
    role: str, site: Site, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role, at=new_site("amman", "Amman"))
    made_in(site)
    for pattern in ours():
        action = pattern.callback.action
        if action in rights() and rights()[action].scope == "site":
            assert asked_of(client, pattern) == 403, (role, str(pattern.pattern))


def test_an_action_that_nobody_wrote_down_is_not_allowed(db: None) -> None:
    with pytest.raises(KeyError):
        may(new_user("someone"), "fly")


def test_of_an_action_of_a_site_one_must_say_which(db: None) -> None:
    with pytest.raises(ValueError, match="asked of a site"):
        may(new_user("someone"), "read_book")


def test_a_view_of_a_sites_action_that_finds_no_site_is_not_made() -> None:
    with pytest.raises(TypeError, match="read_book"):
        needs("read_book")
    with pytest.raises(TypeError, match="see_health"):
        needs("see_health", Site)
