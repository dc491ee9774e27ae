"""The readings of single Chinese characters, out of the pypinyin library's dictionary."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path


@lru_cache(maxsize=1)
def load_readings() -> Mapping[int, str]:
    """Return the readings of each code point, the commonest first: `"cháng,zhǎng"`.

    Only the library's table of characters is loaded. To import the library would bring its dictionary of phrases too,
    with which nothing is done here, and which takes more memory (44 MB) than a text of five million characters.

    Raises:
        ImportError: the library is not installed, or keeps its table elsewhere.

    """
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ImportError("pypinyin is not installed")
    spec = spec_from_file_location("ipgraph_pinyin_dict", Path(package.origin).with_name("pinyin_dict.py"))
    if spec is None or spec.loader is None:
        raise ImportError(f"{package.origin}: there is no pinyin_dict.py beside it")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    readings: Mapping[int, str] = module.pinyin_dict
    return readings
