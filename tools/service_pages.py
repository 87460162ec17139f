"""Write the manual's pages of roles, refusals and the API from what the service and its tests read.

python tools/service_pages.py            writes roles.md, refusals.md and api.md of docs/reference
python tools/service_pages.py --check    exits 1 and names the stale pages
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from pathlib import Path

from hevesy_service import django_ready

CLONE = Path(__file__).resolve().parent.parent
REFERENCE = CLONE / "docs" / "reference"
HEAD = "<!-- Written by tools/service_pages.py; `make docs` writes it anew. -->\n"


def roles_page() -> str:
    """Who may do what: an action a row, a role a column is too wide for paper, so roles are named."""
    from hevesy_service.accounts.roles import rights, roles

    lines = [
        HEAD, "# Roles and what they may do\n",
        "The table that the service itself asks (`accounts/rights.csv`); a test walks every address of the service for "
        "every role. An action of a *site* is allowed at the sites where one holds the role, and nowhere else.\n",
        "An action marked *in an emergency* may be taken for a short time by whoever works at the site, with a reason "
        "and a review ([how](../how_to/sign_in_and_sign.md)).\n",
        "| action | where | roles | in an emergency |", "|---|---|---|---|",
    ]  # fmt: skip
    for right in rights().values():
        everyone = set(right.roles) == set(roles())
        named = "every role" if everyone else ", ".join(role.replace("_", " ") for role in right.roles)
        lines.append(f"| {right.what} | {right.scope} | {named} | {'yes' if right.emergency else ''} |")
    lines += ["", "Roles: " + ", ".join(role.replace("_", " ") for role in roles()) + ".", ""]
    return "\n".join(lines)


def refusals_page() -> str:
    """What the service refuses, in its own words."""
    lines = [HEAD, "# Refusals of the service\n", "| situation | it says | rule | who may override | code |",
             "|---|---|---|---|---|"]  # fmt: skip
    with (CLONE / "tests" / "spec" / "refusals.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = (row[name] for name in ("situation", "sentence", "rule", "who_may_override"))
            lines.append(f"| {' | '.join(said)} | `{row['code']}` |")
    return "\n".join([*lines, ""])


def api_page() -> str:
    """The operations of the API, from its OpenAPI document."""
    from hevesy_service.api.addresses import document
    from hevesy_service.api.listing import operations_of

    told = document()
    groups = operations_of(told)
    lines = [
        HEAD, "# Operations of the API\n", told["info"]["description"],
        "\nThe same as OpenAPI is at `/api/v1/openapi.json` of your own service, for who is signed in or brings a "
        "token; the codes of problems are on [the page of refusals](refusals.md). A star marks what must be sent.\n",
    ]  # fmt: skip
    for name, operations in groups:
        head = "| operation | what it does | it takes | scope | the person must be allowed to |"
        lines += [f"## {name.capitalize()}\n", head, "|---|---|---|---|---|"]
        for each in operations:
            takes = ", ".join(f"`{name}`" for name in each.takes)
            said = " ".join(f"{each.summary}. {each.description}".split())
            needs = each.needs or "(any token)"
            lines.append(f"| `{each.method} {each.path}` | {said} | {takes} | {each.scope} | {needs} |")
        lines.append("")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write or compare."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HEVESY_HOME": home}
        django_ready()
        return _written_or_compared(arguments)


def _written_or_compared(arguments: list[str]) -> int:
    pages = {"roles.md": roles_page(), "refusals.md": refusals_page(), "api.md": api_page()}
    pages = {REFERENCE / name: text for name, text in pages.items()}
    if "--check" in arguments:
        stale = [file for file, text in pages.items() if not file.exists() or file.read_text("utf-8") != text]
        for file in stale:
            print(f"{file.relative_to(CLONE)} is stale: run `make command-pages`")
        return 1 if stale else 0
    for file, text in pages.items():
        file.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
