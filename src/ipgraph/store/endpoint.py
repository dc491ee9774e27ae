"""What answers SPARQL, as the service and the commands see it, whether embedded or remote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RdfDataset:
    """The dataset named outside the query (SPARQL 1.1 Protocol 2.1.4).

    `default` are the IRIs of the graphs that make the default graph together, `named` those of the named graphs.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
