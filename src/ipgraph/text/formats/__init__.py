"""The kinds of files that documents come in, and the text of those that are not text themselves."""

from ipgraph.text.formats.kinds import MAX_FILE_BYTES, SUFFIXES, Format, extract_text, get_format, refusal

__all__ = ["MAX_FILE_BYTES", "SUFFIXES", "Format", "extract_text", "get_format", "refusal"]
