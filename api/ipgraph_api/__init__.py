"""The HTTP service over a published ipgraph release: SPARQL, documents, entities."""
