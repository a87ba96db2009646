"""A process of its own that draws the pages of a PDF: `program.py <file> <folder>`.

A PDF is a program that somebody else wrote, so it is opened where nothing of ours is at hand and where memory, time
and output are bounded from outside (`ffmpeg.guard`). Each page becomes `001.webp`, `002.webp` … in the folder, and a
line of JSON on stdout: number, width and height in pixels, and the words on it. What cannot be opened is said as
{"refused": code} and exit code 3.
"""

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

import pypdfium2 as pdfium

WIDTH, HEIGHT = 1600, 1200  # pixels that a page has to fit into
MOST_PAGES = 150
MOST_WORDS = 2000  # characters of a page
QUALITY = 85
REFUSED = 3  # exit code


def main(source: str, folder: str) -> None:
    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as error:
        refuse("locked" if "password" in str(error).lower() else "broken")
    if not len(document):
        refuse("broken")
    if len(document) > MOST_PAGES:
        refuse("too_many")
    for number in range(1, len(document) + 1):
        say({"number": number, **draw(document[number - 1], Path(folder) / f"{number:03}.webp")})


def draw(page: pdfium.PdfPage, into: Path) -> dict[str, Any]:
    """Draw one page; the picture is as large as fits, whatever size the page says it has."""
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        refuse("broken")
    scale = min(WIDTH / width, HEIGHT / height)
    if min(width, height) * scale < 1:  # a page that is a line
        refuse("broken")
    bitmap = page.render(scale=scale, may_draw_forms=False)
    picture = bitmap.to_pil().convert("RGB")
    picture.thumbnail((WIDTH, HEIGHT))  # sizes are rounded up
    picture.save(into, "WEBP", quality=QUALITY, method=2)
    return {"width": picture.width, "height": picture.height, "text": words_of(page)}


def words_of(page: pdfium.PdfPage) -> str:
    """Give the words on a page, a line each, without signs that nobody sees."""
    try:
        written = page.get_textpage().get_text_bounded()
    except pdfium.PdfiumError:
        return ""
    lines = ["".join(sign for sign in line if _is_seen(sign)).strip() for line in written.splitlines()]
    return "\n".join(line for line in lines if line)[:MOST_WORDS]


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] not in "C"


def say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - this is how it answers


def refuse(code: str) -> NoReturn:
    say({"refused": code})
    sys.exit(REFUSED)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except MemoryError:  # pdfium, which gets no more, aborts
        refuse("too_heavy")
