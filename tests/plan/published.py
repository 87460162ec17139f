"""JSON held against the schema that is published for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest


def check_published(said: Mapping[str, Any], schema_file: Path) -> None:
    """Raise where the schema is none, or the JSON breaks it."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(schema_file.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(said, allow_nan=False)), schema)
