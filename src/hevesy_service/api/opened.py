"""The OpenAPI document: what django-ninja writes from the types, and the problems that any operation may answer."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from hevesy import __version__
from hevesy_service.api.problems import MEDIA
from hevesy_service.api.shapes import Problem

ABOUT = """The same rights and the same book as the pages, for programs.

Send a token, which a person makes on their page of tokens: `Authorization: Bearer hevesy_...`. It never does more than
that person may at the time of the call. Every POST carries an `Idempotency-Key`, a UUID of your own for that act: sent
again with the same key it is the same act, done once. Whatever goes wrong is told as `application/problem+json`, its
`type` a code that stays the same and its `detail` a sentence for a person. Unknown fields of a body are refused."""
ANY = {
    400: "What was sent could not be read", 401: "No token, or one that does not work", 403: "Not allowed",
    404: "Nothing there that this token may see", 422: "What was sent cannot be", 429: "Too much at once",
    503: "The database is busy; send it again",
}  # fmt: skip
OF_POST = {409: "Sent before with other contents, or somebody else was faster", 413: "Too large"}


def document_of(api: NinjaAPI) -> dict[str, Any]:
    """The document, its problems and its way of signing in written in."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="api/v1/"))
    told["info"] = {"title": "Hevesy", "version": __version__, "description": ABOUT}
    told["components"]["schemas"]["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    told["components"]["schemas"] |= told["components"]["schemas"]["Problem"].pop("$defs", {})
    for verbs in told["paths"].values():
        for verb, each in verbs.items():
            for status, words in (ANY | (OF_POST if verb == "post" else {})).items():
                each["responses"][status] = _problem(words)
            if each["operationId"].endswith("jobs_file"):
                each["responses"][200]["content"] = {"*/*": {}}
    return told


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
