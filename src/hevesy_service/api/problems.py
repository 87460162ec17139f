"""What goes wrong, as application/problem+json (RFC 9457) with the code of the domain as its type."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from hevesy.errors import HevesyError, MissingGroup, UnknownCountry, UnknownFact, UnknownPlace
from hevesy.words import sentence
from hevesy_service.database.gate import TooBusy
from hevesy_service.refusals import NothingThere, NotJson, NotValid, Refusal, TooLarge, TooManyWrong

MEDIA = "application/problem+json"
NOT_KNOWN = (UnknownCountry, UnknownFact, UnknownPlace, MissingGroup)
FAULT = "Something went wrong that is not your doing; it was written down for who runs this service."
BUSY = "The database was busy for too long, so nothing was written; send it again, with the same key."
Field = Mapping[str, str]


def problem(request: HttpRequest, code: str, status: int, detail: str, fields: Sequence[Field] = ()) -> HttpResponse:
    """An answer that says what is wrong."""
    said: dict[str, Any] = {
        "type": code, "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "instance": request.path,
    }  # fmt: skip
    if fields:
        said["errors"] = list(fields)
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="Hevesy"'
    if code == TooManyWrong.code:
        answer["Retry-After"] = "60"
    return answer


def refused(request: HttpRequest, error: HevesyError) -> HttpResponse:
    """A refusal by its own status; an error of the library is about what was sent, or about what was looked for."""
    if isinstance(error, Refusal):
        status = error.status
    else:
        status = 404 if isinstance(error, NOT_KNOWN) and request.method == "GET" else 422
    fields = error.values.get("errors") if isinstance(error, NotValid) else None
    return problem(request, error.code, status, sentence(error), cast("Sequence[Field]", fields or ()))


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"field": _field(each["loc"]), "problem": each["msg"]} for each in error.errors]
    return refused(request, NotValid(errors=wrong))


def _field(place: Sequence[Any]) -> str:
    """`body.seen`: without the name that the function gives to the whole body."""
    kept = (*place[:1], *place[2:]) if place[:1] == ("body",) else place
    return ".".join(str(each) for each in kept)


def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return refused(request, NothingThere())


def _not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refused(request, NotJson())


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return refused(request, TooLarge())


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    logging.getLogger("hevesy_service.api").error("%s %s", request.method, request.path, exc_info=error)
    return problem(request, "service.fault", 500, FAULT)


def _busy(request: HttpRequest, error: TooBusy) -> HttpResponse:
    answer = problem(request, "service.busy", 503, BUSY)
    answer["Retry-After"] = "5"
    return answer


def handle_all(api: NinjaAPI) -> None:
    """Whatever is raised becomes a problem."""
    handlers: list[tuple[type[Exception], Any]] = [
        (HevesyError, refused), (ValidationError, _not_valid), (Http404, _not_there), (HttpError, _not_read),
        (RequestDataTooBig, _too_large), (TooBusy, _busy), (Exception, _fault),
    ]  # fmt: skip
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)
