"""Who may do what with the service: named bearer tokens, kept as digests, each with a scope.

A token is 32 random bytes: nobody can try them all, so that its digest needs no slow hash.
"""

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

_TOKEN_BYTES = 32
# Matches `editor-1`; not `editor:1`, for the colon parts an entry.
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORM = "NAME:SCOPE:SHA256"


class Scope(StrEnum):
    """What a token's holder may do: `write` includes `read`."""

    READ = "read"
    WRITE = "write"

    def includes(self, other: "Scope") -> bool:
        """Tell whether the holder of this scope may do what `other` allows."""
        return self is Scope.WRITE or self is other


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token that the service knows: its holder's name, its scope, the SHA-256 of the token in hexadecimal."""

    name: str
    scope: Scope
    digest: str = field(repr=False)

    @property
    def entry(self) -> str:
        """The token as it stands in the setting."""
        return f"{self.name}:{self.scope}:{self.digest}"


def parse_tokens(text: str) -> tuple[AccessToken, ...]:
    """Return the tokens of a comma-separated list of `NAME:SCOPE:SHA256`.

    Raises:
        ValueError: an entry is not of that form, or two have one name; the message names the entry's place and tells
            nothing of its digest.

    """
    entries = [entry.strip() for entry in text.split(",") if entry.strip()]
    tokens = tuple(_parse_entry(entry, place) for place, entry in enumerate(entries, start=1))
    names = [token.name for token in tokens]
    for place, name in enumerate(names, start=1):
        if name in names[: place - 1]:
            raise ValueError(f"entry {place}: the name '{name}' is given twice; each token has its own")
    return tokens


def require_tokens(text: str) -> str:
    """Return `text`, which `parse_tokens` can read.

    Raises:
        ValueError: it cannot.

    """
    parse_tokens(text)
    return text


def _parse_entry(entry: str, place: int) -> AccessToken:
    # What a broken entry holds may be a token: it is never repeated in the message.
    parts = entry.split(":")
    if len(parts) != 3:
        raise ValueError(f"entry {place}: has {len(parts)} parts; allowed is {_FORM} (see 'ipgraph token')")
    name, scope, digest = parts
    if not _NAME.fullmatch(name):
        raise ValueError(f"entry {place}: its name is not 1 to 64 letters, digits, '.', '_' or '-'")
    if scope not in tuple(Scope):
        raise ValueError(f"entry {place}: its scope is none of {', '.join(Scope)}")
    if not _DIGEST.fullmatch(digest.lower()):
        raise ValueError(f"entry {place}: its last part is not the 64 hexadecimal digits of a SHA-256")
    return AccessToken(name, Scope(scope), digest.lower())


def make_token(name: str, scope: Scope) -> tuple[str, AccessToken]:
    """Return a new random token, and what the service is to know of it.

    Raises:
        ValueError: the name is not allowed.

    """
    secret = secrets.token_urlsafe(_TOKEN_BYTES)
    (token,) = parse_tokens(f"{name}:{scope}:{_digest(secret)}")
    return secret, token


def find_token(tokens: Iterable[AccessToken], secret: str) -> AccessToken | None:
    """Return the token that was presented as `secret`, or `None`.

    It compares with every entry, each in constant time, so that the time tells neither digits nor places.
    """
    digest = _digest(secret)
    found = None
    for token in tokens:
        if hmac.compare_digest(token.digest, digest):
            found = token
    return found


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
