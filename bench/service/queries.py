"""Twelve queries of the kinds that users ask, over the generated graph."""

from collections.abc import Mapping

_PREFIXES = """\
PREFIX ipg: <https://w3id.org/ipgraph/ontology#>
PREFIX id: <https://w3id.org/ipgraph/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""

_QUERIES = {
    "label": "SELECT ?label { <https://w3id.org/ipgraph/id/agency/mofcom> skos:prefLabel ?label }",
    "neighbourhood": "SELECT ?p ?o { <https://w3id.org/ipgraph/id/agency/mofcom> ?p ?o }",
    "inverse": "SELECT ?s ?p { ?s ?p <https://w3id.org/ipgraph/id/agency/cnipa> } LIMIT 200",
    "describe": "DESCRIBE <https://w3id.org/ipgraph/id/agency/customs>",
    "evidence": """SELECT ?act ?quote { ?act ipg:agent <https://w3id.org/ipgraph/id/agency/mofcom> ;
        ipg:evidence ?evidence . ?evidence oa:hasSelector ?selector . ?selector oa:exact ?quote } LIMIT 100""",
    "by year": """SELECT ?year (COUNT(?act) AS ?acts) { ?act a ipg:Participation ; ipg:inYear ?in .
        ?in ipg:yearValue ?year } GROUP BY ?year ORDER BY ?year""",
    "top agents": """SELECT ?agent (COUNT(?act) AS ?acts) { ?act ipg:agent ?agent }
        GROUP BY ?agent ORDER BY DESC(?acts) ?agent LIMIT 10""",
    "classes": "SELECT ?class (COUNT(?thing) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY ?class",
    "path": "SELECT ?class { ipg:NationalAgency rdfs:subClassOf* ?class }",
    "text": 'SELECT ?s ?label { ?s skos:prefLabel ?label FILTER(CONTAINS(STR(?label), "知识产权")) } LIMIT 100',
    "optional": """SELECT ?agency ?label ?english { ?agency a ipg:NationalAgency ; skos:prefLabel ?label
        FILTER(LANG(?label) = "zh") OPTIONAL { ?agency skos:prefLabel ?english FILTER(LANG(?english) = "en") } }""",
    "graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ipg:Participation } } GROUP BY ?g ORDER BY ?g",
}
TYPICAL: Mapping[str, str] = {name: _PREFIXES + text for name, text in _QUERIES.items()}
