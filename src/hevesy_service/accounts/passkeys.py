"""Where passkeys work: over HTTPS under a name, or on localhost; browsers know them nowhere else."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.http import HttpRequest


def work_here(request: HttpRequest) -> bool:
    """Whether a browser that asked so can use a passkey."""
    host = str(urlsplit(f"//{request.get_host()}").hostname)
    return bool(host == "localhost" or (request.is_secure() and not _is_address(host)))


def has_passkey(request: HttpRequest) -> bool:
    """Whether a person who is signed in can use one of theirs here."""
    if not request.user.is_authenticated or not work_here(request):
        return False
    return bool(Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).exists())


def _is_address(host: str) -> bool:
    """Numbers are no name, and a passkey is bound to a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
