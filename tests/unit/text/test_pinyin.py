"""The table of readings is the pypinyin library's own."""

import subprocess
import sys

import pytest
from pypinyin import Style, pinyin

from ipgraph.text.pinyin import load_readings


@pytest.mark.parametrize("character", "和制长行绿〇龘")
def test_readings_are_those_of_the_library(character: str) -> None:
    assert set(load_readings()[ord(character)].split(",")) == set(pinyin(character, Style.TONE, heteronym=True)[0])


def test_the_dictionary_of_phrases_stays_unread() -> None:
    program = (
        "import sys; from ipgraph.text.pinyin import load_readings; load_readings(); print('pypinyin' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )
