"""Where people sign in who are known elsewhere: a provider of identities (OpenID Connect Core 1.0).

What opis.toml says of it in its table ``[oidc]``. The secret that we share with it is not there: it
comes from the environment, and into no backup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from urllib.parse import urlsplit

from corpus.access import Rank

#: machines that may be asked without TLS: this one
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Strangers(StrEnum):
    """What becomes of somebody whom the provider knows and nobody has let in here."""

    REFUSED = "refused"
    READER = "reader"


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider and whom it makes what; without an ``issuer`` there is none.

    ``issuer`` is its address as it writes it itself, ``name`` what our button calls it, ``scope``
    what we ask to be told. ``reader``, ``archivist`` and ``administrator`` are the values of the
    claim ``role_claim`` that make somebody one; a claim within a claim has a dot:
    «realm_access.roles».
    """

    issuer: str = ""
    client_id: str = ""
    name: str = ""
    scope: str = "openid email"
    strangers: Strangers = Strangers.REFUSED
    role_claim: str = ""
    reader: tuple[str, ...] = ()
    archivist: tuple[str, ...] = ()
    administrator: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for known in fields(self):
            given = getattr(self, known.name)
            texts = given if isinstance(known.default, tuple) else (given,)
            if not isinstance(texts, tuple) or not all(isinstance(text, str) for text in texts):
                raise ValueError(f"{known.name} cannot be {given!r}")
        object.__setattr__(self, "strangers", Strangers(self.strangers))
        if bool(self.issuer) != bool(self.client_id):
            raise ValueError("issuer or client_id is missing")
        if "openid" not in self.scope.split():
            raise ValueError(f"scope without openid: {self.scope}")
        if self and not is_safe(self.issuer):
            raise ValueError(f"issuer without https: {self.issuer}")
        if bool(self.role_claim) != bool(self.reader or self.archivist or self.administrator):
            raise ValueError("role_claim, or the values that it may have, are missing")

    def __bool__(self) -> bool:
        return bool(self.issuer)

    @property
    def called(self) -> str:
        """What our button calls it."""
        return self.name or urlsplit(self.issuer).hostname or self.issuer

    @property
    def stranger(self) -> Rank | None:
        """What somebody is whom nobody has let in, or None: refused."""
        return Rank.READER if self.strangers is Strangers.READER else None

    def rank(self, claims: Mapping[str, object]) -> Rank | None:
        """The highest rank that the claims of somebody give, or None.

        Claims are what the provider says of a person, by their names.
        """
        found: object = claims
        for name in self.role_claim.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        given = {found} if isinstance(found, str) else set()
        if isinstance(found, list):
            given = {one for one in found if isinstance(one, str)}
        for rank, values in (
            (Rank.ADMINISTRATOR, self.administrator),
            (Rank.ARCHIVIST, self.archivist),
            (Rank.READER, self.reader),
        ):
            if given & {*values}:
                return rank
        return None


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is said to an address: TLS, or no way."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
