"""The first run, as somebody does it who has never seen the service: counted step by step, by what the pages offer."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from hevesy_service.accounts.links import new_link
from hevesy_service.jobs.models import Job
from hevesy_service.plans.models import Plan

pytestmark = pytest.mark.django_db
PERSON = {
    "site": "Ministry of Health", "country": "Kenya", "full_name": "Synthetic Person", "username": "first",
    "password": "a long pass phrase",
}  # fmt: skip
MOST = 8


class Newcomer:
    """Somebody who goes only where a page leads, and counts each step."""

    def __init__(self) -> None:
        self.client, self.page, self.steps = Client(), "", 0

    def opens(self, path: str) -> None:
        self.steps += 1
        self.page = self.client.get(path).content.decode()

    def follows(self, words: str) -> None:
        """The first link with these words."""
        found = re.search(rf'<a[^>]* href="([^"]+)"[^>]*>{words}', self.page) or re.search(
            rf'<a href="([^"]+)">{words}', self.page
        )
        assert found is not None, words
        self.opens(unescape(found[1]))

    def sends(self, button: str, **typed: str) -> None:
        """The form with this button, with what it holds already and what is typed."""
        self.steps += 1
        forms = re.findall(r"<form.*?</form>", self.page, re.S)
        form = next(each for each in forms if re.search(rf"<button[^>]*>{button}<", each))
        action = re.search(r'action="([^"]*)"', form)
        held = {}
        for field in re.findall(r"<input[^>]*>", form):
            name, value = re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)
            if name is not None and 'type="checkbox"' not in field:
                held[name[1]] = "" if value is None else unescape(value[1])
        path = self.path if action is None else unescape(action[1])
        found = self.client.post(path, held | typed, follow=True)
        assert found.status_code == 200 and found.redirect_chain, found.content.decode()
        self.page = found.content.decode()

    @property
    def path(self) -> str:
        return f"/set-up/{self.token}/"

    token = ""


def test_a_plan_of_the_own_country_takes_no_more_than_eight_steps() -> None:
    person = Newcomer()
    person.steps = 1  # `make start`, which prints the link
    person.token = new_link()
    person.opens(person.path)
    person.sends("Set up", **PERSON)
    person.sends("Later")  # the second factor, for who has no phone at hand
    person.follows("Plans")
    assert "There is no plan yet. Begin one below" in person.page
    person.sends("Begin", begin="package")
    plan = Plan.objects.get()
    assert plan.country == "KEN" and "Add an act" in person.page and "Begin with Run" in person.page
    person.sends("Run")
    assert Job.objects.get().about == f"plan/{plan.pk}" and "Waiting for its turn" in person.page
    assert person.steps == 7 <= MOST
