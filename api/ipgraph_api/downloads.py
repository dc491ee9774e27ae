"""Under which name a browser keeps an answer: Content-Disposition, as RFC 6266 and RFC 8187 have it."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

_MAX_CHARS: Final = 100
# Separators of paths and what Windows has no room for in a name; "知识产权 2024" and "a-b_c" pass.
_NOT_IN_NAME = re.compile(r'[/\\:*?"<>|;%]')
# The characters of RFC 8187's attr-char that `quote` would encode.
_ATTR_CHARS: Final = "!#$&+^`|"
_DEFAULT_NAME: Final = "result"


def content_disposition(asked: str | None, extension: str) -> str:
    r"""Return the header's value for an answer of the format that `extension` stands for.

    With a name the answer is to be kept, without one (`None`) it is shown, and kept only if the user says so.

    >>> content_disposition("进展", "csv")
    "attachment; filename=\"__.csv\"; filename*=UTF-8''%E8%BF%9B%E5%B1%95.csv"
    """
    name = f"{_to_file_name(asked or '', extension)}.{extension}"
    plain = "".join(char if " " <= char <= "~" else "_" for char in name)
    value = f'{"inline" if asked is None else "attachment"}; filename="{plain}"'
    if plain == name:
        return value
    return f"{value}; filename*=UTF-8''{quote(name, safe=_ATTR_CHARS)}"


def _to_file_name(asked: str, extension: str) -> str:
    """Return what may be called a file of what was asked for, without the extension.

    Control and format characters are left out: a line break would begin another header, and a mark that turns the
    direction of writing would make `gpj.exe` read `exe.jpg`.
    """
    text = "".join(char for char in asked if not unicodedata.category(char).startswith("C"))
    text = _NOT_IN_NAME.sub("_", unicodedata.normalize("NFC", text))[:_MAX_CHARS]
    return text.removesuffix(f".{extension}").strip(" .") or _DEFAULT_NAME
