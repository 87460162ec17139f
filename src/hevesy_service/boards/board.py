"""What the book says of the board: that it was opened, who its members are, and who no longer is one."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from hevesy_service.accounts.models import User
from hevesy_service.boards.keys import public_half
from hevesy_service.boards.models import AmountRow, BoardRow, CaseRow, CaseStepRow, MemberRow
from hevesy_service.book.models import Event, Site
from hevesy_service.book.rebuild import told_by_the_book
from hevesy_service.book.writing import Entry, append, projection, written
from hevesy_service.refusals import BoardThere, NoBoard, NotOnBoard

OPENED, NAMED, ENDED = "board_opened", "board_member_named", "board_member_ended"


def open_board(site: Site, name: str, by: str, key: str) -> Event:
    """The board of this installation begins, with a key of its own. Raises BoardThere where there is one."""
    if written(site, key) is None and BoardRow.objects.exists():
        raise BoardThere(name=BoardRow.objects.first())
    body = {"name": name, "public": public_half(settings.HOME)}
    return append(Entry(site, f"board/{site.code}", OPENED, by, key, body))


def name_member(board: BoardRow, user: User, by: str, key: str) -> Event:
    """Somebody decides as a member of the board from now on."""
    body = {"board": str(board.pk), "person": str(user.pk)}
    return append(Entry(board.site, f"board/{board.site.code}", NAMED, by, key, body))


def end_member(member: MemberRow, by: str, key: str) -> Event:
    """Somebody is no longer a member; what they decided stands."""
    body = {"board": str(member.board_id), "person": member.person}
    return append(Entry(member.board.site, f"board/{member.board.site.code}", ENDED, by, key, body))


def the_board() -> BoardRow:
    """The board of this installation. Raises NoBoard where none was opened."""
    found = BoardRow.objects.select_related("site").first()
    if found is None:
        raise NoBoard()
    return found


def is_member(person: str) -> bool:
    """Whether somebody is a member of the board now."""
    return MemberRow.objects.filter(person=person, ended=None).exists()


def check_is_member(person: str) -> None:
    """Raises NotOnBoard."""
    if not is_member(person):
        raise NotOnBoard()


@projection(OPENED)
def _opened(event: Event, body: dict[str, Any]) -> None:
    BoardRow.objects.create(pk=event.pk, site_id=event.site_id, opened=event.at_server, **body)


@projection(NAMED)
def _named(event: Event, body: dict[str, Any]) -> None:
    if not MemberRow.objects.filter(board_id=body["board"], person=body["person"], ended=None).exists():
        MemberRow.objects.create(
            pk=event.pk, board_id=body["board"], person=body["person"], since=event.at_server, ended=None
        )


@projection(ENDED)
def _ended(event: Event, body: dict[str, Any]) -> None:
    held = MemberRow.objects.filter(board_id=body["board"], person=body["person"], ended=None)
    held.update(ended=event.at_server)


@told_by_the_book
def _no_boards() -> None:
    CaseRow.objects.update(renews=None)
    for table in (CaseStepRow, AmountRow, CaseRow, MemberRow, BoardRow):
        table._default_manager.all().delete()
