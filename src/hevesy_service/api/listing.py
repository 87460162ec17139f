"""The operations of an OpenAPI document as a person reads them: for the page of the service and that of the manual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hevesy_service.accounts.rights import SIGNED_IN
from hevesy_service.accounts.roles import rights


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its address, what it is for, the right it needs (empty for any token), what it takes."""

    method: str
    path: str
    summary: str
    description: str
    scope: str
    needs: str
    takes: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The description without the marks of Markdown."""
        return self.description.replace("`", "")

    @property
    def pieces(self) -> list[str]:
        """The address in pieces between which a line may end."""
        return [f"/{each}" for each in self.path.split("/")[1:]]


def paragraphs(text: str) -> list[str]:
    """A text in Markdown as plain paragraphs."""
    return [" ".join(each.split()).replace("`", "") for each in text.split("\n\n")]


def operations_of(document: Mapping[str, Any]) -> list[tuple[str, list[Operation]]]:
    """By group, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, verbs in document["paths"].items():
        for verb, told in verbs.items():
            found.setdefault(told["tags"][0], []).append(_operation(path, verb, told, document))
    return list(found.items())


def _operation(path: str, verb: str, told: Mapping[str, Any], document: Mapping[str, Any]) -> Operation:
    action = told["x-action"]
    need = "" if action == SIGNED_IN else rights()[action].what
    takes = tuple(dict.fromkeys(_takes(told, document)))
    return Operation(verb.upper(), path, told["summary"], told.get("description", ""), told["x-scope"], need, takes)


def _takes(told: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    """Names of what may be sent; those that must be are marked with a star."""
    for each in told["parameters"]:
        if each["in"] != "path":
            yield each["name"] + ("*" if each["required"] else "")
    for content in told.get("requestBody", {}).get("content", {}).values():
        yield from _fields(content["schema"], document)


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for each in schema.get("anyOf", ()):
        yield from _fields(each, document)
    for name in schema.get("properties", {}):
        yield name + ("*" if name in schema.get("required", ()) else "")
