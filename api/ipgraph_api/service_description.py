"""What the SPARQL endpoint says of itself to whoever asks it nothing: its abilities, its dataset, its examples.

The release knows its graphs and its questions; only the service knows its address and its settings. The engine puts
both together, and writes them in every format that it writes.

Source: SPARQL 1.1 Service Description.
"""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ipgraph.access import Scope, parse_tokens
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.terms import RDFS, iri
from ipgraph.settings import Settings
from ipgraph_api.addresses import service_address
from ipgraph_api.graph import get_graph
from ipgraph_api.graph_data import READ_TYPES
from ipgraph_api.negotiation import GRAPH_OFFERS, negotiate
from ipgraph_api.query_response import to_response

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_ROW_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_FORMAT_NAMES = {
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}

Triple = tuple[str, str, str]

# What the service knows of itself stands in the template; a triple of it with an open variable is left out. The rest
# stands in the graph that describes the release, where it has one.
_QUERY = """\
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {{
  {triples}
  <{endpoint}#dataset> sd:namedGraph ?entry .
  ?entry a sd:NamedGraph ; sd:name ?graph ; sd:graph ?graph .
  ?graph a sd:Graph ; void:triples ?triples .
  ?question a sh:SPARQLExecutable, ?class ; rdfs:comment ?comment ; rdfs:label ?label ; sh:select ?select ;
    <https://schema.org/target> <{endpoint}> .
}} WHERE {{
  {{}}
  UNION {{
    GRAPH {description} {{ ?release void:subset ?graph . ?graph void:triples ?triples }}
    BIND(IRI(CONCAT("{endpoint}#graph-", SHA1(STR(?graph)))) AS ?entry)
  }}
  UNION {{
    GRAPH {description} {{
      ?question a sh:SPARQLExecutable, ?class ; rdfs:comment ?comment ; rdfs:label ?label ; sh:select ?select
    }}
  }}
}}"""


async def describe_service(request: Request, formats: Sequence[str]) -> Response:
    """Return the service's description in the representation that the client asks for."""
    settings: Settings = request.app.state.settings
    offer = negotiate(request, formats, GRAPH_OFFERS)
    address = service_address(request)
    endpoint = f"{address}/sparql"
    triples = [*_service_triples(endpoint, settings), *_dataset_triples(address, endpoint, settings)]
    query = _QUERY.format(
        triples="\n  ".join(f"{' '.join(triple)} ." for triple in triples),
        description=Minter(settings.base_iri).dataset_graph(),
        endpoint=endpoint,
    )
    answer = await get_graph(request).endpoint.execute(query, offer.engine_type)
    return await to_response(answer, offer, GRAPH_OFFERS, settings)


def _service_triples(endpoint: str, settings: Settings) -> list[Triple]:
    """Return what the service can do, as triples."""
    service = iri(f"{endpoint}#service")
    writes = any(token.scope is Scope.WRITE for token in parse_tokens(settings.tokens))
    features = {
        "UnionDefaultGraph": settings.union_default_graph,
        "EmptyGraphs": True,
        "BasicFederatedQuery": bool(settings.service_endpoints),
    }
    names = [_FORMAT_NAMES[offer] for offer in dict.fromkeys(o.engine_type for o in GRAPH_OFFERS)]
    return [
        (service, _TYPE, _sd("Service")),
        (service, _sd("endpoint"), iri(endpoint)),
        (service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *[(service, _sd("supportedLanguage"), _sd("SPARQL11Update")) for _ in range(writes)],
        *[(service, _sd("resultFormat"), iri(_FORMATS + name)) for name in (*_ROW_FORMATS, *names)],
        *[(service, _sd("inputFormat"), iri(_FORMATS + _FORMAT_NAMES[name])) for name in READ_TYPES if writes],
        *[(service, _sd("feature"), _sd(name)) for name, is_so in features.items() if is_so],
        (service, _sd("defaultEntailmentRegime"), "<http://www.w3.org/ns/entailment/Simple>"),
        (service, _sd("defaultDataset"), iri(f"{endpoint}#dataset")),
    ]


def _dataset_triples(address: str, endpoint: str, settings: Settings) -> list[Triple]:
    """Return what is known of the dataset without looking into it, as triples."""
    dataset, default = iri(f"{endpoint}#dataset"), iri(f"{endpoint}#default-graph")
    described = Minter(settings.base_iri).thing("dataset", "ipgraph")
    return [
        (dataset, _TYPE, _sd("Dataset")),
        (dataset, _sd("defaultGraph"), default),
        (default, _TYPE, _sd("Graph")),
        (dataset, f"<{RDFS}seeAlso>", iri(f"{address}/.well-known/void")),
        (described, f"<{_VOID}sparqlEndpoint>", iri(endpoint)),
    ]


def _sd(name: str) -> str:
    return f"<{_SD}{name}>"
