"""Slides: what a PDF becomes, and what becomes of one that was made to do harm."""

import zlib
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

import media_pipeline.api as films
from media_pipeline import storage
from media_pipeline.domain import slides
from media_pipeline.models import Film

pytestmark = pytest.mark.django_db
MARK = "0a1b2c3d"


@pytest.fixture
def film():
    return Film.objects.create(title="Şərf")


@pytest.fixture
def made(tmp_path, film):
    """Make slides of the bytes of a PDF, or say by which word they were refused."""

    def make(content: bytes, mark: str = MARK):
        path = tmp_path / "slides.pdf"
        path.write_bytes(content)
        try:
            return films.make_slides(film, path, mark=mark)
        except films.SlidesUnfit as error:
            assert str(error)
            return error.reason

    return make


def pdf(*sizes: tuple[float, float]) -> bytes:
    """A PDF with empty pages of these sizes, in points."""
    document = pdfium.PdfDocument.new()
    for size in sizes:
        document.new_page(*size)
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def written(*objects: bytes) -> bytes:
    """A PDF by hand: objects from 1, the first one its root."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + table + end


def stream(content: bytes, facts: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), facts, content)


ROOT = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")


def page(content: bytes, resources: bytes, *more: bytes) -> bytes:
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 320 180] /Contents 4 0 R /Resources << %s >> >>" % resources
    return written(*ROOT, leaf, stream(content), *more)


def test_words_and_picture(made, film):
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    (slide,) = made(page(b"BT /F1 24 Tf 20 100 Td (Knit one, purl one) Tj ET", font))
    assert (slide.number, slide.width, slide.height, slide.text) == (1, 1600, 900, "Knit one, purl one")
    assert slide.key == f"{film.folder}/slide-{MARK}-001.webp"
    with Image.open(storage.local_path(slide.key)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1600, 900))


def test_pages_of_any_size_fit(made):
    shapes = [(slide.width, slide.height) for slide in made(pdf((960, 540), (540, 960), (14400, 14400), (3, 2)))]
    assert shapes == [(1600, 900), (675, 1200), (1200, 1200), (1600, 1067)]


def test_dropped(made):
    (slide,) = made(pdf((320, 180)))
    films.drop_slides([slide.key, "aa/not-there.webp"])
    assert not storage.local_path(slide.key).exists()


def test_address_is_refused_with_the_film(made, film):
    (slide,) = made(pdf((320, 180)))
    assert films.slide_address(film, slide.key).endswith(f"/{film.pk.hex}/slide-{MARK}-001.webp")
    film.blocked_at = film.created_at
    assert films.slide_address(film, slide.key) == ""
    assert films.slide_address(film, "") == ""


def locked() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf((320, 180)))))
    writer.encrypt(owner_pass="owner", user_pass="secret")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "broken"),
        (b"%PDF-1.7\nrubbish", "broken"),
        (b"\x00" * 5000, "broken"),
        (written(*ROOT), "broken"),
        (pdf(*[(320, 180)] * 151), "too_many"),
        (pdf((14400, 0.001)), "broken"),
    ],
)
def test_unfit(made, film, content, reason):
    assert made(content) == reason
    assert storage.files(film.folder) == []


def test_locked(made):
    assert made(locked()) == "locked"


@pytest.mark.parametrize(("seconds", "memory"), [(1, 2**40), (60, 2**29)])
def test_drawing_that_never_ends_is_stopped(made, film, monkeypatch, seconds, memory):
    """Each drawing calls the next ten times: ten to the power of twelve in all; it is out of time, or of memory."""
    monkeypatch.setattr(slides, "_SECONDS", seconds)
    monkeypatch.setattr(slides, "_MEMORY", memory)
    calls = b" ".join(b"/X Do" for _ in range(10))
    levels = [
        stream(
            calls, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (6 + n)
        )
        for n in range(12)
    ]
    last = stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    assert made(page(calls, b"/XObject << /X 5 0 R >>", *levels, last)) == "too_heavy"
    assert storage.files(film.folder) == []


def test_picture_that_would_fill_the_memory(made, film):
    """A picture of 40 000 × 40 000 pixels, 4.8 GB, in a few megabytes."""
    side = 40_000
    packed = zlib.compressobj(9)
    row = bytes(3 * side)
    content = b"".join(packed.compress(row) for _ in range(2000)) + packed.flush()
    facts = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB" % (
        side,
        side,
    )
    bomb = page(
        b"320 0 0 180 0 0 cm /X Do", b"/XObject << /X 5 0 R >>", stream(content, facts + b" /Filter /FlateDecode")
    )
    became = made(bomb)
    assert became == "too_heavy" or [slide.number for slide in became] == [1]


def test_too_large(made, monkeypatch):
    monkeypatch.setattr(slides, "LARGEST", 100)
    assert made(pdf((320, 180))) == "too_large"


def test_reads_nothing_else(made, tmp_path):
    """A page that wants another file, or to run something, is only a page."""
    facts = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>"
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 320 180] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    outside = stream(b"", b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /F (/etc/passwd)")
    (slide,) = made(written(facts, ROOT[1], leaf, stream(b"/X Do"), outside))
    assert slide.text == ""


def test_over_http(made, film):
    """Only with a token of ours and by a name of ours; refused when the film was taken back."""
    from media_pipeline import blocked
    from tests.media_pipeline.test_hot import ask

    (slide,) = made(pdf((320, 180)))
    address = films.slide_address(film, slide.key)
    answer = ask(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    with Image.open(BytesIO(answer.body)) as picture:
        assert picture.size == (1600, 900)
    assert ask(address.replace("-001", "-002")).status == 404
    assert ask(address.replace("-001.webp", "-001.pdf")).status == 404
    assert ask(address.replace("/films/", "/films/x")).status == 403
    films.block_film(film)
    blocked.forget()
    assert ask(address).status == 410


def test_collected_when_nobody_names_them(made, film, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    from media_pipeline.domain import collect

    (kept,) = made(pdf((320, 180)))
    (left,) = made(pdf((320, 180)), mark="ffffffff")
    monkeypatch.setattr(collect, "NAMED", [*collect.NAMED])
    films.keeps_slides(lambda of: [kept.key])
    shard = film.folder.partition("/")[0]
    found = list(films.collect(shards=[shard], now=timezone.now() + timedelta(days=2)))
    assert [(one.what, one.key) for one in found if one.key.startswith(film.folder)] == [("slide", left.key)]
    assert storage.files(film.folder) == [kept.key.rpartition("/")[2]]
