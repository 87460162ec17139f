"""Ed25519 (RFC 8032): keys as PEM, what they sign, and whether a signature fits.

Certificates of a board and packs of lessons are signed with it. A private key is kept where only its owner reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def new_keys() -> tuple[bytes, bytes]:
    """A new private key and its public half."""
    from cryptography.hazmat.primitives import serialization as made
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(made.Encoding.PEM, made.PrivateFormat.PKCS8, made.NoEncryption())
    return private, written(key.public_key())


def public_half(private: bytes) -> bytes:
    """The public half of a private key. Raises ValueError for what is no such key."""
    return written(_private(private).public_key())


def read_public(public: bytes) -> Ed25519PublicKey:
    """A public key. Raises ValueError for what is none of Ed25519."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        found = load_pem_public_key(public)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from error
    if not isinstance(found, Ed25519PublicKey):
        raise ValueError("no Ed25519 key")
    return found


def written(key: Ed25519PublicKey) -> bytes:
    """A public key in the one form in which it is handed out."""
    from cryptography.hazmat.primitives import serialization as made

    return key.public_bytes(made.Encoding.PEM, made.PublicFormat.SubjectPublicKeyInfo)


def sign(private: bytes, data: bytes) -> bytes:
    """The signature of some bytes, 64 bytes long. Raises ValueError for what is no private key."""
    return _private(private).sign(data)


def fits(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the holder of a public key has signed just these bytes. Raises ValueError for what is no public key."""
    from cryptography.exceptions import InvalidSignature

    try:
        read_public(public).verify(signature, data)
    except InvalidSignature:
        return False
    return True


def _private(private: bytes) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    found = load_pem_private_key(private, None)
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError("no Ed25519 key")
    return found
