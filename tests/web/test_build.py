"""What the front-end build publishes: nothing that is not ours to use, and little enough for a phone on 3G."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from elearn.web.context import faces
from tests.factories import course_with, first_pages
from tests.web.markup import Tags

DIST = Path(settings.BASE_DIR) / "static" / "dist"
FIRST_VISIT = 150_000  # bytes transferred
pytestmark = pytest.mark.skipif(not (DIST / "main.css").exists(), reason="the front end has not been built")


@pytest.fixture(scope="module")
def css() -> str:
    return (DIST / "main.css").read_text(encoding="utf-8")


def test_nothing_of_govuks_typeface_or_crest_is_published(css):
    names = " ".join(path.name for path in DIST.rglob("*")).lower()
    for word in ("gds transport", "crest", "crown"):
        assert word not in css.lower()
        assert word not in names
    assert "/assets/" not in css


def test_only_three_scripts_of_type_are_published(css):
    assert {path.name for path in (DIST / "fonts").iterdir()} == {
        f"{face}-{cut}.woff2"
        for face in ("literata", "source-sans-3")
        for cut in ("plain", "azerbaijani", "cyrillic", "latin", "latin-ext")
    }
    assert css.count("@font-face") == 10
    assert css.count("font-display:swap") == 10


def test_everything_the_stylesheet_names_is_there_and_of_this_site(css):
    named = {name.strip("\"'") for name in re.findall(r"url\(([^)]+)\)", css)}
    for name in named:
        assert name.startswith("data:") or (DIST / name).is_file(), name


def test_nobodys_packages_are_published():
    assert not list(DIST.rglob("node_modules"))
    assert not list(DIST.rglob("*.map"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_a_first_visit_is_light(client, language):
    first_pages()
    course_with({}, {})
    page = client.get(f"/{language}/").content
    tags = Tags(page.decode())
    own = [one["src"] for name in ("img", "script") for one in tags.named(name) if one.get("src")]
    own += [one["href"] for one in tags.named("link") if one["href"].startswith("/static/")]
    own += ["/static/img/band.svg", *(f"/static/{face}" for face in faces(language))]
    own += [f"/static/{part}" for part in re.findall(r'(?:from|import)"\./([^"]+)"', _text("main.js"))]
    transferred = len(gzip.compress(page)) + sum(
        _transferred(DIST / address.removeprefix("/static/")) for address in set(own)
    )
    print(f"first visit in {language}: {transferred} bytes")
    assert transferred < FIRST_VISIT


def _text(name: str) -> str:
    return (DIST / name).read_text(encoding="utf-8")


def _transferred(path: Path) -> int:
    """The bytes that go over the wire: type is compressed already, the rest is as WhiteNoise does it."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 9))
