"""The key of the installation's board: made once, kept in the home folder where only its owner reads it."""

from __future__ import annotations

from hevesy import signing
from hevesy_service.home import Home, write_once
from hevesy_service.refusals import BadKey, NoBoardKey

KEY = "board.key"


def key_here(home: Home) -> bytes:
    """The board's key, by which it signs. Raises NoBoardKey where the home has none."""
    file = home.folder / KEY
    if not file.exists():
        raise NoBoardKey(file=KEY)
    return file.read_bytes()


def public_half(home: Home) -> str:
    """The public half of the board's key, which is made where there is none yet."""
    file = home.made().folder / KEY
    if not file.exists():
        private, _public = signing.new_keys()
        write_once(file, private.decode("ascii"))
    return signing.public_half(key_here(home)).decode("ascii")


def read_public(text: str) -> str:
    """A public key as it was pasted or uploaded, in one form. Raises BadKey where it is none of a board."""
    try:
        key = signing.read_public(text.strip().encode("ascii") + b"\n")
    except ValueError:
        raise BadKey() from None
    return signing.written(key).decode("ascii")
