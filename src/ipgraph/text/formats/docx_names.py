"""Names and values as they stand in the XML of Word documents."""

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What an older program shows instead of the same content in a newer form.
FALLBACK = f"{_MC}Fallback"
_OFF = frozenset(["0", "false", "off"])


def w(name: str) -> str:
    """Return an element's or attribute's name in the namespace of word processing.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return _W + name


def get_value(parent: etree._Element | None, *names: str) -> str | None:
    """Return the `w:val` of the element to which the child names lead, if there is one."""
    for name in names:
        parent = parent.find(w(name)) if parent is not None else None
    return None if parent is None else parent.get(w("val"))


def get_number(parent: etree._Element | None, *names: str) -> int | None:
    """Return the `w:val` of the element to which the child names lead, if it is a number."""
    value = get_value(parent, *names)
    return int(value) if value is not None and value.isdecimal() and len(value) < 10 else None


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Tell whether a switch is set among an element's properties; one without a value is."""
    switch = parent.find(w(name)) if parent is not None else None
    return switch is not None and switch.get(w("val"), "1") not in _OFF
