"""Whether a request may do what it asks for: bearer tokens, as RFC 6750 has them."""

import re

from starlette.requests import Request

from ipgraph.access import AccessToken, Scope, find_token, parse_tokens
from ipgraph.settings import Settings
from ipgraph_api.problems import RequestProblem

_REALM = 'Bearer realm="ipgraph"'
# The token's grammar, RFC 6750 section 2.1.
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*) *", re.IGNORECASE)


def require_scope(request: Request, scope: str) -> AccessToken:
    """Return the token that allows `request` what `scope` stands for.

    Raises:
        RequestProblem: 401 without a token that is known, 400 for an Authorization header that cannot be read, 403 for
            a token of a lesser scope, and where no token is configured.

    """
    settings: Settings = request.app.state.settings
    tokens = parse_tokens(settings.tokens)
    if not tokens:
        raise RequestProblem(
            403,
            "this needs a token, and the service has none configured, so that all writes are off; "
            f"'ipgraph token NAME --scope {scope}' makes one for the setting IPGRAPH_TOKENS",
        )
    token = find_token(tokens, _presented(request, scope))
    if token is None:
        raise _refusal(401, "the token is not known here", "invalid_token", scope)
    if not token.scope.includes(Scope(scope)):
        detail = f"the token '{token.name}' has the scope '{token.scope}'; this needs '{scope}'"
        raise _refusal(403, detail, "insufficient_scope", scope)
    return token


def _presented(request: Request, scope: str) -> str:
    """Return the token that the request presents."""
    given = request.headers.getlist("authorization")
    if len(given) > 1:
        raise _refusal(400, "there is more than one Authorization header; allowed is one", "invalid_request", scope)
    if not given or not given[0].lower().startswith("bearer"):
        raise RequestProblem(
            401,
            f"this needs a token of the scope '{scope}', sent as 'Authorization: Bearer TOKEN'",
            headers={"WWW-Authenticate": _REALM},
        )
    read = _BEARER.fullmatch(given[0])
    if read is None:
        raise _refusal(400, "the Authorization header is not 'Bearer TOKEN'", "invalid_request", scope)
    return read.group(1)


def _refusal(status: int, detail: str, code: str, scope: str) -> RequestProblem:
    """Return the problem for a token that was presented and does not do."""
    parameters = f', error="{code}"' + (f', scope="{scope}"' if code == "insufficient_scope" else "")
    return RequestProblem(status, detail, headers={"WWW-Authenticate": _REALM + parameters})
