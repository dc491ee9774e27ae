"""How requests to a remote store say who asks: basic or digest, whichever the store demands, or a bearer token."""

from collections.abc import Generator

import httpx

from ipgraph.settings import Settings


class _Bearer(httpx.Auth):
    """Sends a token with each request."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token."""
        request.headers["Authorization"] = self._header
        yield request


class _Challenged(httpx.Auth):
    """Sends user and password in the way that the store asked for the first time, and from then on at once."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Answer the store's challenge."""
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        steps = self._digest.auth_flow(request)
        response = yield next(steps)
        challenges = ", ".join(response.headers.get_list("www-authenticate")).lower()
        if response.status_code == httpx.codes.UNAUTHORIZED and "basic" in challenges and "digest" not in challenges:
            self._is_basic = True
            yield from self._basic.auth_flow(request)
            return
        try:
            yield steps.send(response)
        except StopIteration:
            return


def to_auth(settings: Settings) -> httpx.Auth | None:
    """Return what adds the settings' credentials to requests; `None` where there are none."""
    token, user = settings.store_token.get_secret_value(), settings.store_user.get_secret_value()
    if token:
        return _Bearer(token)
    return _Challenged(user, settings.store_password.get_secret_value()) if user else None
