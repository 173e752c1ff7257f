"""Asking a provider of identities who somebody is: OpenID Connect, spoken by Authlib.

The code flow (OpenID Connect Core 1.0, section 3.1) with PKCE (RFC 7636): the browser brings a code
from the provider, for which we get a signed token about the person, from machine to machine. State,
nonce, PKCE and signature are checked by Authlib, and that the token is of this provider and for us.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from corpus.arrivals import Person
from corpus.collection import Collection
from corpus.errors import BadUse, OpisError
from corpus.messages import N_
from corpus.provider import Provider, is_safe

if TYPE_CHECKING:  # an extra: it may not be there
    from authlib.integrations.starlette_client import StarletteOAuth2App

#: where the secret is that we share with the provider
SECRET = "OPIS_OIDC_SECRET"  # noqa: S105 - the name of a variable
#: seconds that the provider may take to answer, and for which we believe what it says of itself
PATIENCE, BELIEVED = 10, 3600
#: seconds by which its clock may differ from ours
LEEWAY = 120
_SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
_SIGNED_BY = "id_token_signing_alg_values_supported"
#: what its tokens may be signed with: by a key that only the provider has
_SIGNATURES = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
#: addresses that it must have, and may have
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OFFERED = ("userinfo_endpoint", "end_session_endpoint")


class Unanswered(OpisError):
    """The provider cannot be reached, or what it says is not to be believed."""

    def __init__(self, why: object) -> None:
        super().__init__(
            N_("The provider of identities gives no answer that counts: {why}"),
            remedy=N_("Try again; if it stays so, ask whoever runs these pages."),
            why=why,
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who has come; ``token`` is what the provider is shown when he signs out."""

    person: Person
    token: str


def secret(collection: Collection) -> str:
    """Take the secret from the environment, in which no process that we start finds it.

    Raises:
        BadUse: there is none, or Authlib is not installed.

    """
    if not collection.settings.oidc:
        return ""
    try:
        import authlib.integrations.starlette_client  # noqa: F401 - are they there?
        import httpx2  # noqa: F401
    except ImportError as reason:
        raise BadUse(
            N_("Signing in by OpenID Connect needs more than is installed: {missing}."),
            remedy=N_("Install it: pip install --require-hashes -r oidc.lock"),
            missing=reason.name,
        ) from reason
    found = os.environ.pop(SECRET, "").strip()
    if not found:
        raise BadUse(
            N_("The secret that Opis shares with the provider of identities is not there."),
            remedy=N_("Put it into the environment as {variable}, not into the collection."),
            variable=SECRET,
        )
    return found


async def begin(request: Request, provider: Provider, secret: str, back: str) -> str:
    """Return the address of the provider at which a person signs in, who then comes ``back``.

    ``request.session`` holds afterwards what :func:`finish` needs to know.

    Raises:
        Unanswered: the provider does not answer as one.

    """
    with _explained():
        answer = await _client(provider, secret).authorize_redirect(request, back)
        return str(answer.headers["location"])


async def finish(request: Request, provider: Provider, secret: str) -> Arrived:
    """Return who comes with this request from the provider; ``request.session`` is as it was.

    Raises:
        Unanswered: nobody was sent there, or the answer is forged, or was used, or is a refusal.

    """
    client = _client(provider, secret)
    with _explained():
        wanted = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        }
        token = await client.authorize_access_token(request, claims_options=wanted, leeway=LEEWAY)
        claims = dict(token["userinfo"])
        metadata = await client.load_server_metadata()
        if metadata.get("userinfo_endpoint"):
            more = dict(await client.userinfo(token=token))
            if more.get("sub") != claims["sub"]:  # Core 1.0, section 5.3.2
                raise ValueError("userinfo is about another subject")
            claims = more | claims
        return Arrived(_person(provider, claims), str(token["id_token"]))


async def leave(provider: Provider, secret: str, token: str, back: str) -> str | None:
    """Return the address at which somebody signs out at the provider too, if it has one.

    ``token`` is that of :class:`Arrived`. That is RP-Initiated Logout 1.0.

    Raises:
        Unanswered: the provider does not answer as one.

    """
    client = _client(provider, secret)
    with _explained():
        if not (await client.load_server_metadata()).get("end_session_endpoint"):
            return None
        asked = await client.create_logout_url(
            post_logout_redirect_uri=back, id_token_hint=token, client_id=provider.client_id
        )
        return str(asked["url"])


async def ended(provider: Provider, secret: str, token: str) -> str:
    """Return the subject who, as the provider says by a signed token, has signed out there.

    That is Back-Channel Logout 1.0, section 2.6.

    Raises:
        Unanswered: the token is not the provider's, not for us, or says something else.

    """
    client = _client(provider, secret)
    with _explained():
        from joserfc import jwt
        from joserfc.jwk import KeySet
        from joserfc.jws import JWSRegistry

        metadata = await client.load_server_metadata()
        keys = KeySet.import_key_set(await client.fetch_jwk_set())
        signed = JWSRegistry(algorithms=metadata[_SIGNED_BY], strict_check_header=False)
        claims = jwt.decode(token, keys, registry=signed).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            iat={"essential": True},
            exp={"essential": True},
            sub={"essential": True},
        ).validate(claims)
        if "nonce" in claims or not isinstance(claims["events"][_SIGNED_OUT], dict):
            raise ValueError("a token of another kind")
        return str(claims["sub"])


def _person(provider: Provider, claims: Mapping[str, Any]) -> Person:
    verified = claims.get("email_verified") is True
    email = claims.get("email")
    return Person(
        provider.issuer,
        str(claims["sub"]),
        email if verified and isinstance(email, str) else "",
        provider.rank(claims),
    )


@contextmanager
def _explained() -> Iterator[None]:
    """Say that the provider is to blame for whatever goes wrong in what it sends."""
    from authlib.common.errors import AuthlibBaseError
    from httpx2 import HTTPError, InvalidURL
    from joserfc.errors import JoseError

    try:
        yield
    except (AuthlibBaseError, HTTPError, InvalidURL, JoseError) as reason:
        raise Unanswered(f"{type(reason).__name__}: {reason}") from reason
    except (AttributeError, LookupError, RuntimeError, TypeError, ValueError) as reason:
        # what is no JSON, or JSON of another shape than the standard has
        raise Unanswered(f"{type(reason).__name__}: {reason}") from reason


@lru_cache(maxsize=1)
def _client(provider: Provider, secret: str) -> StarletteOAuth2App:
    from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App

    class Checked(StarletteOAuth2App):  # type: ignore[misc] # it has no types
        """Asks anew, now and then, what the provider is, and believes only what is safe."""

        async def load_server_metadata(self) -> dict[str, Any]:
            known = self.server_metadata
            if time.time() - known.get("_loaded_at", 0) > BELIEVED:
                known.clear()
            found: dict[str, Any] = await super().load_server_metadata()
            try:
                _check(found, provider)
            except ValueError:
                known.clear()
                raise
            return found

    class Ours(OAuth):  # type: ignore[misc] # it has no types
        oauth2_client_cls = Checked

    return Ours().register(
        "opis",
        client_id=provider.client_id,
        client_secret=secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": provider.scope,
            "code_challenge_method": "S256",
            "timeout": PATIENCE,
        },
    )


def _check(metadata: dict[str, Any], provider: Provider) -> None:
    """Refuse a provider that is another one than we asked or is asked without TLS."""
    if metadata.get("issuer") != provider.issuer:
        raise ValueError(f"issuer is {metadata.get('issuer')!r}, not {provider.issuer!r}")
    for name in (*_NEEDED, *(name for name in _OFFERED if metadata.get(name) is not None)):
        address = metadata.get(name)
        if not isinstance(address, str) or not is_safe(address):
            raise ValueError(f"{name} is {address!r}, without https")
    told = metadata.get(_SIGNED_BY) or ["RS256"]
    metadata[_SIGNED_BY] = [n for n in _SIGNATURES if n in told]
