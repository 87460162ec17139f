"""The root of everything that can go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class HevesyError(Exception):
    """Something went wrong that a user can mend.

    A subclass names one thing: its `code`, its English `template` and its command-line `exit_status`.
    The values stay on the error, so that another language can say the same (`hevesy.words.sentence`).
    """

    code: ClassVar[str] = "hevesy.error"
    template: ClassVar[str] = "{problem}"
    exit_status: ClassVar[int] = 1

    def __init__(self, **values: object) -> None:
        self.values: Mapping[str, object] = values
        super().__init__(self.template.format_map(values))
