"""What a changed store must pass before it is published: derived and described anew, then checked like a build."""

from ipgraph.lexicon.authority import Authority
from ipgraph.lexicon.measures import read_measures
from ipgraph.pipeline.changed_quotes import check_changed_quotes
from ipgraph.pipeline.description import describer
from ipgraph.rdf.authority import authority_quads
from ipgraph.rdf.measures import measure_quads
from ipgraph.rdf.mint import Minter
from ipgraph.rdf.ontology import ontology_quads
from ipgraph.resources import ontology_path
from ipgraph.store.revision import Revision
from ipgraph.validate import ShapeReport, check_release, load_shapes


def add_foundation(revision: Revision, minter: Minter) -> None:
    """Put into a store that is still empty what every release holds: authority data, measures and the ontology."""
    revision.add_quads(authority_quads(Authority.load(), minter))
    revision.add_quads(measure_quads(read_measures(), minter))
    revision.add_quads(ontology_quads(minter))


def finish_checked(revision: Revision, minter: Minter) -> ShapeReport | None:
    """Return what the shapes and the texts find wrong with a revision; `None` where it is the release it came from.

    What is derived and the description are made anew; the revision is finished afterwards.

    Raises:
        ShapeError, VocabularyError: the shapes cannot be run, or what derives is wrong.

    """
    revision.derive(ontology_path("derive"), *minter.generated_graphs())
    dump, database = revision.finish(describer(revision.documents, minter))
    if revision.base is not None and revision.release_id == revision.base.id:
        return None
    return check_release(dump, database, load_shapes()).merged(check_changed_quotes(revision, dump, minter))
