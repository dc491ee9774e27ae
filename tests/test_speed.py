"""Reading a document takes time and memory in proportion to its length; nothing here depends on the machine's speed."""

import gc
import random
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from ipgraph.extract.engine import extract
from ipgraph.lexicon.authority import Authority
from ipgraph.model.document import DocumentMeta, SourceText
from ipgraph.resources import data_path

# A cost that grew with the square of the length would show as 10 and 30.
MAX_GROWTH = 1.6
MAX_MEGABYTES = 300
LONGEST = 5_000_000
# Numbers that stand for no year, date or heading.
_FIGURE = re.compile(r"(?<![\d.])\d{2,}(?![\d年号〕.、])")


@cache
def authority() -> Authority:
    return Authority.load()


def long_text(times: int) -> str:
    """Return the corpus so many times, with other figures each time: text that merely repeats states nothing new."""
    choose = random.Random(times)
    corpus = "\n".join(path.read_text(encoding="utf-8") for path in sorted(data_path("corpus").glob("*.txt")))

    def other(figure: re.Match[str]) -> str:
        return str(choose.randrange(10 ** (len(figure[0]) - 1), 10 ** len(figure[0])))

    return "\n".join(_FIGURE.sub(other, corpus) for _ in range(times))


def seconds_a_character(text: str) -> float:
    gc.collect()
    start = process_time()
    extraction = extract(SourceText("long", text, "0" * 64, "utf-8"), DocumentMeta("long"), authority())
    assert extraction.findings
    return (process_time() - start) / len(text)


@pytest.mark.slow
def test_time_grows_with_the_length_of_the_text() -> None:
    seconds_a_character(long_text(1))
    rates = {
        times: median(seconds_a_character(long_text(times)) for _ in range(runs))
        for times, runs in ((1, 7), (10, 3), (30, 1))
    }
    growth = {times: rate / rates[1] for times, rate in rates.items()}
    assert max(growth.values()) < MAX_GROWTH, f"time a character, against the corpus once: {growth}"


def peak_megabytes() -> float:
    """Return the most memory that this process has held.

    Where the system tells, by its own record: the other figure is inherited from the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s*(\d+) kB", status.read_text())[0]) / 1024
    import resource

    # Bytes on macOS, the only other system that is meant here.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


@pytest.mark.slow
def test_a_document_of_five_million_characters_takes_bounded_memory() -> None:
    result = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    characters, findings, megabytes = map(float, result.stdout.split())
    assert (characters, findings > 10_000) == (LONGEST, True)
    assert megabytes < MAX_MEGABYTES, f"{megabytes:.0f} MB"


if __name__ == "__main__":
    text = long_text(LONGEST // len(long_text(1)) + 1)[:LONGEST]
    extraction = extract(SourceText("long", text, "0" * 64, "utf-8"), DocumentMeta("long"), authority())
    print(len(text), len(extraction.findings), peak_megabytes())  # noqa: T201
