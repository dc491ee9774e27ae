"""Which writer goes with a store."""

from ipgraph.address import StoreUrl
from ipgraph.pipeline.remote_writing import RemoteWriter
from ipgraph.pipeline.writing import EmbeddedWriter, OnPublished
from ipgraph.settings import Settings


def open_writer(settings: Settings, on_published: OnPublished | None = None) -> EmbeddedWriter | RemoteWriter:
    """Return what writes to the store of the settings; `on_published` is called after each write."""
    if isinstance(settings.store, StoreUrl):
        return RemoteWriter(settings, on_published)
    return EmbeddedWriter(settings, on_published)
