"""`ipgraph token`: a new bearer token for the service."""

from typing import Annotated

import typer

from ipgraph.access import Scope, make_token
from ipgraph.errors import ServiceError


def token(
    name: Annotated[str, typer.Argument(help="Who the token is for: letters, digits, '.', '_' and '-'.")],
    scope: Annotated[
        Scope, typer.Option(help="What its holder may do: read (see running queries) or write (everything).")
    ] = Scope.READ,
) -> None:
    r"""Make a new token for the service; it is shown this once and kept nowhere.

    The first line is the token, for its holder. The second is the entry for IPGRAPH_TOKENS, which holds only its
    digest; several entries are separated by commas.

    \b
    Examples:
      ipgraph token editor --scope write
    """
    try:
        secret, made = make_token(name, scope)
    except ValueError as error:
        raise ServiceError(f"'{name}' is no name for a token; allowed are letters, digits, '.', '_' and '-'") from error
    typer.echo(f"token: {secret}")
    typer.echo(f"entry: {made.entry}")
