"""The paper itself: pure, so tested without a database. Letters, length, tags, standards."""

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from courses.documents.certificate import Paper, draw

PAPER = Paper(
    language="az",
    title="Sertifikat KP-2026-000417: Günay Elçin qızı Məmmədova",
    issuer="Körpü",
    heading="Sertifikat",
    holder="Günay Elçin qızı Məmmədova",
    statement=(
        "«Şərf toxumağı öyrənək» kursunun bütün tələbləri yerinə yetirilmişdir.",
        "6 dərs · 2 saat · ustad: Leyla Əliyeva",
    ),
    number="KP-2026-000417",
    date="21 noyabr 2026",
    disclaimer="Bu sertifikat kursun bitirildiyini təsdiq edir. Dövlət təhsil sənədi deyil.",
    signatory="Rəna Həsənova",
    signatory_role="Əlaqələndirici",
    check_words="Yoxlamaq üçün:",
    address="https://korpu.example/c/KP-2026-000417-7F3K-9Q2M-XW41/",
    place="korpu.example/c/",
    reference="KP-2026-000417-7F3K-9Q2M-XW41",
    reference_lines=("KP-2026-000417-", "7F3K-9Q2M-XW41"),
    code_words="Bu sertifikatın səhifəsinin ünvanı olan QR kod",
)
RUSSIAN = replace(
    PAPER,
    language="ru", heading="Сертификат", holder="Гюнай Эльчин гызы Мамедова",
    statement=("Все требования курса «Учимся вязать шарф» выполнены.", "6 уроков · 1,5 часа"),
    date="21 ноября 2026 г.", signatory_role="Координатор",
)  # fmt: skip


def letters(pdf: bytes, page: int = 0) -> str:
    """Read the text as any reader program would: character codes through each font's own table, in page order."""
    reader = PdfFileReader(BytesIO(pdf))
    pages = reader.root["/Pages"]["/Kids"]
    fonts = pages[page]["/Resources"]["/Font"]
    tables = {name: _table(fonts[name]["/ToUnicode"].data) for name in fonts}
    text, table = "", {}
    inner = rb"(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*"  # balanced brackets inside a string need no escape
    shows = rb"(/\S+) [\d.]+ Tf|(<[0-9A-Fa-f]+>|\(" + inner + rb"\))"
    for font, shown in re.findall(shows, pages[page]["/Contents"].data, re.S):
        if font:
            table = tables[font.decode()]
        else:
            codes = _codes(shown)
            text += "".join(table.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))
    return text


def _codes(shown: bytes) -> bytes:
    if shown.startswith(b"<"):
        return bytes.fromhex(shown[1:-1].decode())
    escaped = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda found: bytes([int(found[1], 8)]) if found[1].isdigit() else escaped.get(found[1], found[1]),
        shown[1:-1], flags=re.S,
    )  # fmt: skip


def _table(cmap: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", cmap)
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def pages_of(pdf: bytes) -> int:
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


@pytest.mark.parametrize("paper", [PAPER, RUSSIAN], ids=["az", "ru"])
def test_every_letter_of_the_name_and_the_course_is_in_the_paper(paper):
    text = letters(draw(paper)).replace(" ", "")
    for words in (
        paper.heading,
        paper.holder,
        *paper.statement,
        paper.number,
        paper.date,
        paper.disclaimer,
        paper.signatory,
    ):
        assert words.replace(" ", "") in text


def test_the_paper_is_tagged_in_its_language_with_a_title_and_meets_both_standards():
    pdf = draw(RUSSIAN)
    root = PdfFileReader(BytesIO(pdf)).root
    assert str(root["/Lang"]) == "ru"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf and b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert PAPER.title.encode() in pdf


def test_names_and_titles_of_any_length_stay_on_one_page():
    long = replace(
        PAPER,
        holder="Константинопольская-Мирзаханова Александра Владиславовна " * 3,
        statement=("«" + "Şərf, papaq və əlcək toxumağı öyrənək " * 6 + "» kursunun bütün tələbləri.", "12 dərs"),
        signatory="Александра Константинопольская-Мирзаханова",
        disclaimer=PAPER.disclaimer * 2,
    )
    assert pages_of(draw(long)) == 1
    assert pages_of(draw(replace(PAPER, holder="Ə" * 200))) == 1


def test_words_cannot_become_commands():
    """Names are data: nothing typed into a form is run by the typesetter."""
    name = '#panic("x") *bold* $x$ \\ "quoted" #image("/etc/passwd")'
    assert name.replace(" ", "") in letters(draw(replace(PAPER, holder=name))).replace(" ", "")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not here")
def test_another_reader_reads_the_same(tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(draw(PAPER))
    read = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True).stdout
    assert PAPER.holder in read and PAPER.disclaimer.split(". ")[1] in read
