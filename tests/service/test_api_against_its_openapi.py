"""Schemathesis makes requests from the OpenAPI, good and bad ones, and holds the answers against it, without a server.

What makes a scenario good cannot be said in a schema, so what looks good may be refused: that check is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from tests.service.conftest import MADE, made_in, new_user

from hevesy_service.accounts.events import give_role
from hevesy_service.api.addresses import document
from hevesy_service.api.models import Scope
from hevesy_service.api.tokens import Wish, make
from hevesy_service.book.models import Site
from hevesy_service.book.verify import verify

EXAMPLES = 15
THERE = {"pk": str(MADE), "code": "irbid", "iso3": "JOR", "fact": "country.population", "place": "JOR", "number": 1,
         "name": "simulation.json"}  # fmt: skip
LEFT_OUT = "positive_data_acceptance"
CALLS = [f"{verb.upper()} {path}" for path, verbs in document()["paths"].items() for verb in verbs]


@pytest.fixture
def secret(site: Site) -> str:
    """Of a person who may do everything that the API can."""
    made_in(site)
    who = new_user("a program")
    for role in ("planner", "administrator"):
        give_role(site, who, role, "tests", role)
    return make(who, Wish("tests", tuple(Scope), [site], timezone.now() + timedelta(days=1)), uuid4())


@pytest.fixture
def schema() -> Iterator[Any]:
    """The document, and the service as a function in this process, on the test's own connection to the database."""
    import schemathesis
    from schemathesis.checks import load_all_checks

    from hevesy_service.wsgi import application

    def read_and_closed(environ: Any, begin: Any) -> list[bytes]:  # a file is let go of, as a server does
        answer = application(environ, begin)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    load_all_checks()
    found = schemathesis.openapi.from_dict(document())
    found.app = read_and_closed
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.security
@pytest.mark.slow("many requests to one operation")
@pytest.mark.parametrize(("mode", "there"), [("POSITIVE", False), ("POSITIVE", True), ("NEGATIVE", False)])
@pytest.mark.parametrize("call", CALLS)
def test_every_answer_is_one_that_the_openapi_foretells(
    call: str, mode: str, there: bool, schema: Any, secret: str
) -> None:
    from schemathesis import GenerationMode
    from schemathesis.checks import CHECKS

    method, path = call.split()
    operation, left_out = schema[path][method], [CHECKS.get_one(LEFT_OUT)]
    sent = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}  # nobody unpacks without a network

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=GenerationMode[mode]))
    def ask(case: Any) -> None:
        cache.clear()  # wrong tokens are counted, and one of the checks sends some
        if there:
            case.path_parameters |= {name: THERE[name] for name in case.path_parameters}
        case.call_and_validate(headers=sent, excluded_checks=left_out)

    ask()
    assert all(not wrong for _site, _rows, wrong in verify())
