"""The check of the books as a command says it."""

from __future__ import annotations

import json

import click

from hevesy.words import sentence
from hevesy_service.refusals import Damaged

WRONG = 6  # the exit status where a chain does not hold


def verified(as_json: bool) -> int:
    """Print how each site's book stands; the exit status."""
    from hevesy_service.book.verify import head, verify
    from hevesy_service.database.sound import damage

    spoilt = damage(thorough=True)
    for each in spoilt:
        click.echo(f"The database file is damaged: {each}", err=True)
    if spoilt:
        click.echo(sentence(Damaged()), err=True)
        return WRONG
    found = [
        (site.code, rows, head(site), [f"row {each.site_seq}: {each.why}" for each in bad])
        for site, rows, bad in verify()
    ]
    if as_json:
        named = [dict(zip(("site", "rows", "head", "wrong"), each, strict=True)) for each in found]
        click.echo(json.dumps(named, indent=1))
    elif not found:
        click.echo("There is no site yet, so there is no book to check.")
    else:
        for site, rows, last, wrong in found:
            click.echo(f"{site}: {rows} rows, {'; '.join(wrong) or 'whole'}; last hash {last}")
    return WRONG if any(wrong for *_, wrong in found) else 0
