"""One table of a TOML file, read key by key; what is missing or left over is said with file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hevesy.errors import BadTherapyFile, HevesyError
from hevesy.tables import nearest


class TomlTable:
    """Hands out the values of a table and remembers which keys were asked for; `close` refuses the others.

    What is wrong is raised as `error`, a class that speaks of file, key, problem and advice.
    """

    def __init__(
        self, file: Path, name: str, values: object, error: type[HevesyError] = BadTherapyFile
    ) -> None:
        self.file, self.name, self.error = file, name, error
        if not isinstance(values, dict):
            raise self.wrong("", "this is not a table", f"write [{name}]")
        self.values: dict[str, Any] = values
        self.asked: list[str] = []

    @classmethod
    def of_file(cls, file: Path, error: type[HevesyError] = BadTherapyFile) -> TomlTable:
        """The table that a file holds, whose `id` is the name of the file."""
        try:
            values = tomllib.loads(file.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise error(file=file, key="", problem=f"this is not TOML ({wrong})", advice="mend that line") from None
        top = cls(file, "", values, error)
        if top.text("id") != file.stem:
            raise top.wrong("id", f"{values['id']!r} is not the name of the file", f"write id = {file.stem!r}")
        return top

    def wrong(self, key: str, problem: str, advice: str) -> HevesyError:
        """The error that names this file and key."""
        full = ".".join(part for part in (self.name, key) if part)
        return self.error(file=self.file, key=full, problem=problem, advice=advice)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(
                key, f"{value!r} is not a text", 'write it between quotes, as in name = "Lu-177 PSMA-617"'
            )
        return value

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        value = self._value(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
            raise self.wrong(key, f"{value!r} is not a list of texts", 'write it as ["first", "second"]')
        return tuple(value)

    def number(self, key: str) -> float:
        value = self._value(key, None)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(key, f"{value!r} is not a number", "write digits, without quotes")
        return float(value)

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            raise self.wrong(
                key, f"{value!r} is neither true nor false", "write true or false, without quotes"
            )
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self._value(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(
                key, f"{value!r} is not a whole number from {low} to {high}", "write digits only"
            )
        return value

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices and value != default:
            raise self.wrong(key, f"{value!r} is not one of the choices", _advice(value, choices))
        return value

    def choices(self, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        values = self.texts(key)
        for value in values:
            if value not in choices:
                raise self.wrong(key, f"{value!r} is not one of the choices", _advice(value, choices))
        return values

    def table(self, key: str, optional: bool = False) -> TomlTable:
        return TomlTable(
            self.file,
            ".".join(part for part in (self.name, key) if part),
            self._value(key, {} if optional else None),
            self.error,
        )

    def tables(self, key: str, optional: bool = False) -> list[TomlTable]:
        values = self._value(key, [] if optional else None)
        if not isinstance(values, list) or (not values and not optional):
            raise self.wrong(key, "this is not a row of tables", f"write [[{key}]] above each")
        return [
            TomlTable(self.file, f"{key}[{number}]", value, self.error)
            for number, value in enumerate(values, start=1)
        ]

    def has(self, key: str) -> bool:
        return key in self.values

    def close(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass in silence."""
        for key in self.values:
            if key not in self.asked:
                raise self.wrong(key, "there is no such key", _advice(key, self.asked))

    def _value(self, key: str, default: Any) -> Any:
        self.asked.append(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.wrong(key, "this is missing", "add it")
        return value


def _advice(word: str, known: Sequence[str]) -> str:
    guess = nearest(word, list(known))
    return f"did you mean {guess!r}?" if guess else f"choose one of {', '.join(known)}"
