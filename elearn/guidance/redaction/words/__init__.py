"""Lists of words, a text file each, folded as `reading.fold` does: lines with "#" say what is in them."""

from pathlib import Path


def words(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
