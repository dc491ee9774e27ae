"""IRIs and addresses: which IRIs a request's path may stand for, and where in this service an IRI is described.

An address holds ASCII only, an IRI may hold Chinese as it is or percent-encoded; both come as the same address.
Source: RFC 3987, sections 3.1 and 3.2.
"""

import re
from urllib.parse import quote, unquote

from starlette.requests import Request

from ipgraph.rdf import terms
from ipgraph.rdf.terms import IPG

# "%E5%95%86" is a character beyond ASCII; "%2F" and "%20" stand for what must not be read as itself.
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ONTOLOGY = IPG.rstrip("#")
# "?" is not among them: behind it a query would begin.
_IN_A_PATH = "/:@!$&'()*+,;=~%"


def raw_path(request: Request) -> str:
    """Return the path of a request as it came, still percent-encoded, without the path under which the service runs."""
    raw = request.scope.get("raw_path")
    path = raw.decode("ascii", "replace") if raw is not None else quote(request.scope["path"], safe=_IN_A_PATH)
    return path.partition("?")[0].removeprefix(request.scope.get("root_path", ""))


def iris_at(base_iri: str, rest: str) -> list[str]:
    """Return the IRIs that a percent-encoded path behind the base may stand for, the likeliest first.

    >>> iris_at("https://e.org/id/", "agency/%E5%95%86")
    ['https://e.org/id/agency/商', 'https://e.org/id/agency/%E5%95%86']
    """
    encoded = _PERCENT.sub(lambda match: match.group().upper(), rest)
    spelt = (_BEYOND_ASCII.sub(_decoded, encoded), encoded, unquote(encoded))
    return list(dict.fromkeys(terms.iri(base_iri + each)[1:-1] for each in spelt))


def _decoded(match: re.Match[str]) -> str:
    try:
        return unquote(match.group(), errors="strict")
    except UnicodeDecodeError:
        return match.group()


class Addresses:
    """Where this service describes IRIs."""

    def __init__(self, base_iri: str, root_path: str = "") -> None:
        """Prepare addresses for the nodes whose IRIs begin with `base_iri`; the service runs under `root_path`."""
        self._base = base_iri
        self._root = root_path

    def behind_base(self, iri: str) -> str | None:
        """Return the part of an IRI behind the base, or `None` for one with another beginning."""
        return iri.removeprefix(self._base) if iri.startswith(self._base) else None

    def page(self, iri: str) -> str | None:
        """Return the path of an IRI's page, or the address of what is described elsewhere; `None` for what is neither.

        >>> Addresses("https://e.org/id/").page("https://e.org/id/agency/商#name-1")
        '/page/agency/%E5%95%86#name-1'
        >>> Addresses("https://e.org/id/").page("javascript:alert(1)") is None
        True
        """
        own = self.behind_base(iri)
        if own is not None:
            path, mark, fragment = own.partition("#")
            return f"{self._root}/page/{encoded(path)}{mark}{encoded(fragment)}"
        if iri.startswith(_ONTOLOGY):
            term = iri.removeprefix(_ONTOLOGY).lstrip("#/")
            return f"{self._root}/ontology" + (f"/{encoded(term)}" if term else "")
        return iri if iri.startswith(("http://", "https://")) else None

    def page_of(self, rest: str) -> str:
        """Return the path of the page of what stands at `rest`, percent-encoded, behind the base."""
        return f"{self._root}/page/{rest}"

    def data_of(self, rest: str, name: str | None = None) -> str:
        """Return the path of the data of what stands at `rest`; with `name` in the format of that name."""
        return f"{self._root}/data/{rest}" + (f"?format={name}" if name is not None else "")

    def at(self, path: str) -> str:
        """Return a path of the service, which begins with `/`, as clients see it."""
        return f"{self._root}{path}"


def encoded(text: str) -> str:
    """Return a text as it may stand in a path: percent-encoded but for what was so already."""
    return quote(text, safe=_IN_A_PATH)
