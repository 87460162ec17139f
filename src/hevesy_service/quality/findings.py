"""What a corrective action is about, in words: of an audit's item its text; and how the action stands."""

from __future__ import annotations

from hevesy.quality import Action, Checklist, Item, Profile, profile_in, profiles
from hevesy.run.saying import therapy_called
from hevesy_service.atlas.shelf import shelf
from hevesy_service.quality.models import ActionRow, AuditRow
from hevesy_service.said import language, say


def item_called(item: Item, profile: Profile) -> str:
    """The text of an item in the language of the page."""
    return profile_in(profile, shelf(), language()).items()[item.id].text


def item_of(about: str, audit: AuditRow | None) -> tuple[Profile, Checklist, Item] | None:
    """The item that an action is about: of its audit's edition, or of the first profile that has it.

    None where it is about something else, or the edition is not here any more.
    """
    name = about.partition("@")[0]
    for each in profiles(shelf()).values():
        if audit is None or (each.id, each.edition) == (audit.profile, audit.edition):
            for part in each.checklists:
                found = next((item for item in part.items if item.id == name), None)
                if found is not None:
                    return each, part, found
    return None


def about_called(about: str, audit: AuditRow | None) -> str:
    """The text of an item, with the therapy of which it was asked; empty where it is none."""
    found = item_of(about, audit)
    if found is None:
        return ""
    text, therapy = item_called(found[2], found[0]), about.partition("@")[2]
    return f"{text} ({therapy_called(therapy, shelf(), language())})" if therapy else text


def called(row: ActionRow) -> str:
    """What an action is about, as one reads it."""
    return (about_called(row.about, row.audit) if row.source == "audit" else "") or row.about


def state_called(held: Action) -> str:
    """How an action stands, as one reads it."""
    return say(f"action_state.{held.state}")
