"""Passkeys as browsers send them: whatever else is sent in their place is a wrong one, and no fault of the service."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature

WRONG = (LookupError, TypeError, ValueError, AttributeError, struct.error, InvalidSignature)


@contextmanager
def _wrong_at_most() -> Iterator[None]:
    try:
        yield
    except WRONG as error:
        raise get_adapter().validation_error("incorrect_code") from error


class _Read:
    """Reads a credential."""

    def clean_credential(self) -> Any:
        """The passkey of the account, where all is right."""
        with _wrong_at_most():
            return super().clean_credential()  # type: ignore[misc]


class LoginForm(_Read, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey alone."""


class AuthenticateForm(_Read, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class ReauthenticateForm(_Read, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before the account's own protection is changed."""


class OwnForm(LoginForm):
    """A passkey of one person, which must have asked for a finger or a PIN."""

    def __init__(self, *args: Any, user: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.user = user


class AddForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def clean(self) -> dict[str, Any]:
        """What was made, where all is right."""
        with _wrong_at_most():
            said: dict[str, Any] = super().clean()
            return said
