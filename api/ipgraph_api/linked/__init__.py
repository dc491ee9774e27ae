"""Linked data: the IRIs of the graph as addresses, what the graph says of a node, its page."""
