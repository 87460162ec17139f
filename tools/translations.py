"""Keep the service's catalogues: one file for each language, with every text that a person reads on a page.

python tools/translations.py            collects the texts, keeps what was translated, compiles, names what is missing
python tools/translations.py --check    writes nothing; exits 1 where a file is stale or a translation is missing

Texts come from templates, from calls of gettext, and from tables of the service and the library whose words are shown.
What is no longer used stays in the file as obsolete, and is found again when the text comes back.
"""

from __future__ import annotations

import ast
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CLONE = Path(__file__).resolve().parent.parent
SERVICE = CLONE / "src" / "hevesy_service"
LANGUAGES = {"ar": "ar", "zh_Hans": "zh", "fr": "fr", "ru": "ru", "es": "es"}  # folder, and the library's code
PARTS = ("value", "state", "year", "source", "link", "name", "town", "sector", "services", "therapies", "practises")
OF_FORMS = (
    "Key inputs for {country}: questions before the mission", "State: what stands behind a value",
    "Kind: how a figure is known", "see sheet '{sheet}'", "see list '{list}' at the end", "not known", "Lists", "State",
    "Meaning", "registered", "named-patient", "hospital-prepared", "none",
)  # what the library's questionnaire says around its questions
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
DAY = datetime(2026, 11, 26, tzinfo=UTC)  # in the heads; a file changes only when its texts do
ABOUT = (
    "# Pages of Hevesy's service. Machine translation, to be reviewed by a person who speaks the language;\n"
    "# medical texts by a clinician. Who has reviewed what stands in src/hevesy/words/reviews.csv."
)


class Text(NamedTuple):
    """A text in English, and its plural where it counts something."""

    one: str
    many: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.one, self.many) if self.many else self.one


def texts() -> set[Text]:
    """Every text that pages show."""
    return {text for of in (of_python, of_templates, of_tables) for text in of() if text.one}


def of_python() -> Iterator[Text]:
    """First arguments of calls of gettext that are written out."""
    for file in sorted(SERVICE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                written = [each.value for each in node.args if isinstance(each, ast.Constant)]
                said = [each for each in written if isinstance(each, str)]
                if said:
                    yield Text(*said[: 2 if node.func.id.startswith("ngettext") else 1])


def of_templates() -> Iterator[Text]:
    """What stands in {% translate %} and {% blocktranslate %}, as Django itself reads them."""
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for file in sorted(SERVICE.rglob("*.html")):
        nodes = engines["django"].from_string(file.read_text("utf-8")).template.nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            said = node.filter_expression.var.literal
            if isinstance(said, str):
                yield Text(str(said).replace("%", "%%"))  # as Django asks for it
        for block in nodes.get_nodes_by_type(BlockTranslateNode):
            yield Text(block.render_token_list(block.singular)[0], block.render_token_list(block.plural)[0])


def of_tables() -> Iterator[Text]:
    """Words of tables: what roles may do, what is wrong with a chain, what acts mean."""
    from hevesy.facts import Shelf
    from hevesy.plan.scenario.catalogue import catalogue
    from hevesy_service.accounts.roles import rights, roles

    for right in rights().values():
        yield from (Text(right.what), Text(right.scope))
    yield from (Text(role.replace("_", " ")) for role in roles())
    yield Text("it does not follow the row before it")
    yield Text("its text is not the one that was hashed")
    yield from (Text(entry.meaning) for entry in catalogue(Shelf.load()).values())
    yield from of_atlas()
    yield from of_questionnaire()


def of_questionnaire() -> Iterator[Text]:
    """What the library asks a country, and what stands in its workbook and its document."""
    from hevesy.facts import Kind, Shelf
    from hevesy.plan.questionnaire.document import HEADINGS
    from hevesy.plan.questionnaire.form import INSTRUCTIONS, STATES_MEAN
    from hevesy.plan.questionnaire.workbook import ASKED, HELD
    from hevesy.words import say
    from hevesy_service.mission.questions import ITEMS

    for row in Shelf.load().table("key_inputs"):
        yield from (Text(row[name]) for name in ("owner", "question", "why"))
        yield from (Text(each.strip()) for each in row["figures"].split(";"))
    texts = (*HELD, *ASKED, *HEADINGS, *INSTRUCTIONS, *STATES_MEAN.values(), *ITEMS.values())
    yield from (Text(each) for each in texts)
    yield from (Text(say(f"kind.{kind}")) for kind in Kind)
    yield from (Text(each) for each in OF_FORMS)


def of_atlas() -> Iterator[Text]:
    """Words of the atlas's tables: figures and what they count, parts of a centre, what partners offer."""
    from hevesy.facts import Shelf
    from hevesy.places import national_figures
    from hevesy.plan.document.tongue import tongue
    from hevesy_service.atlas.centres import MACHINES, SECTORS, SERVICES
    from hevesy_service.atlas.columns import NEED
    from hevesy_service.atlas.outlines import base

    shelf, therapies = Shelf.load(), tongue("en").phrases
    for figure in national_figures(shelf).values():
        if figure.kind != "giving" or f"therapy.{figure.key}" in therapies:  # the rest are codes in every language
            yield Text(figure.name)
        yield from (Text(figure.counts), Text(figure.unit))
    for column in NEED:
        yield from (Text(column.title), Text(column.counts))
    yield from (Text(name.replace("_", " ")) for name in (*MACHINES, *SECTORS, *SERVICES, *PARTS))
    offered = {one for row in shelf.table("partners") for one in row["offers"].split(";")}
    yield from (Text(each) for each in (*sorted(offered), "Radiotherapy units", base().disclaimer))


def file_of(folder: str) -> Path:
    """Where the catalogue of a language lies."""
    return SERVICE / "locale" / folder / "LC_MESSAGES" / "django.po"


def read(folder: str) -> Catalog:
    """The catalogue as it stands; an empty one where there is none."""
    file = file_of(folder)
    if not file.exists():
        return Catalog(locale=folder)
    with file.open("rb") as opened:
        return read_po(opened, locale=folder)


def renewed(folder: str, used: set[Text]) -> Catalog:
    """A catalogue of exactly these texts, with what was translated before, and the rest kept as obsolete."""
    old = read(folder)
    known = {each.id: each for each in [*old.obsolete.values(), *old] if each.id}
    new = Catalog(
        locale=folder, project="hevesy", version="0.1", copyright_holder="the Hevesy authors", header_comment=ABOUT,
        creation_date=DAY, revision_date=DAY, last_translator="machine translation", language_team="none",
        fuzzy=False,
    )  # fmt: skip
    for text in sorted(used):
        new.add(text.id, known[text.id].string if text.id in known else None)
    ids = {text.id for text in used}
    for id, message in known.items():
        if id not in ids and message.string:
            new.obsolete[id] = message
    return new


def untranslated(catalog: Catalog) -> list[str]:
    """English texts without a translation, or without one of its plural forms."""
    return [
        str(each.id) for each in catalog
        if each.id and not all(each.string if isinstance(each.string, tuple) else (each.string,))
    ]  # fmt: skip


def codes_missing(language: str) -> list[str]:
    """Codes of the domain's catalogue and of refusals for which a language has no words."""
    from hevesy import words
    from hevesy_service import refusals

    classes = (each for each in vars(refusals).values() if isinstance(each, type))
    classes = (each for each in classes if issubclass(each, refusals.Refusal))
    wanted = set(words.catalogue("en")) | {f"error.{each.code}" for each in classes}
    return sorted(wanted - set(words.catalogue(language)))


def files(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as the file that people edit, and as the one that Django reads."""
    edited, compiled = BytesIO(), BytesIO()
    write_po(edited, catalog, width=118, no_location=True, sort_output=True)
    write_mo(compiled, catalog)
    return edited.getvalue(), compiled.getvalue()


def main(arguments: list[str]) -> int:
    """Write or compare; name what is missing."""
    os.environ.setdefault("HEVESY_HOME", tempfile.mkdtemp(prefix="hevesy-translations-"))
    from hevesy_service import django_ready

    django_ready()
    used, wrong = texts(), 0
    for folder, language in LANGUAGES.items():
        catalog, place = renewed(folder, used), file_of(folder)
        edited, compiled = files(catalog)
        pair = ((place, edited), (place.with_suffix(".mo"), compiled))
        for file, content in pair:
            if "--check" in arguments and (not file.exists() or file.read_bytes() != content):
                print(f"{file.relative_to(CLONE)} is stale: run python tools/translations.py")
                wrong += 1
            elif "--check" not in arguments:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        missing = [*untranslated(catalog), *codes_missing(language)]
        wrong += len(missing)
        print(f"{folder}: {len(used)} texts, {len(missing)} missing")
        for each in missing:
            print(f"  {each}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
