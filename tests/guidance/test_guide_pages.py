"""Pages of guidance as readers meet them, a guide on paper, and a film in one."""

import json
import re
from importlib import import_module
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from wagtail.models import PageViewRestriction

from elearn.guidance.domain import pages, pieces
from elearn.guidance.domain.lists import letters_of
from elearn.guidance.domain.plain import plain_text
from elearn.guidance.domain.sources import sources_of
from elearn.guidance.models import GlossaryTermPage, GuidanceIndexPage, GuideKind, GuidePage
from elearn.web.errors import NotApproved
from tests.courses.test_documents_certificate import letters
from tests.factories import counsellor, expert, guidance_pages, guide, ready_film, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def reader(client):
    client.cookies["language"] = "en"
    return client


def whole_body(one, two) -> list:
    """One of every piece but a film."""
    return [
        pieces.heading("Kim ala bilər"),
        pieces.text('<p>Salam, <b>əziz</b> oxucu.</p><ul><li>bir</li></ul><p><a href="https://a.example/">Bax</a></p>'),
        pieces.claim("<p>Himayəçi qayğı göstərir.</p>", one, two),
        pieces.steps([("Zəng edin", "Səhər")], heading="Addımlar", sources=[two]),
        pieces.checklist(["Şəxsiyyət vəsiqəsi", "Arayış"]),
        pieces.comparison("Müqayisə", ["Evdə", "Mərkəzdə"], {"Qiymət": ["az", "çox"], "Gecə": ["yox", "var"]}),
        pieces.views("Nə vaxt", ("Gec", "Həkimlər", "<p>Ona görə.</p>", [one]), ("Tez", "Vəkillər", "<p>Yox.</p>", [two])),
        pieces.warning("Heç kimə kod deməyin."),
    ]  # fmt: skip


@pytest.fixture
def whole():
    one, two = source(), source("İkinci sənəd", cited_words="Çünki belədir.")
    pages.create_term("himayəçi", language="az", meaning="Qanuni qayğı göstərən şəxs.")
    return guide("Evdə qulluq", body=whole_body(one, two))


# Reading -------------------------------------------------------------------------------------------
def test_a_guide_shows_all_its_pieces_sources_words_and_who_is_behind_it(whole, reader):
    shown = reader.get(whole.get_url()).content.decode()
    for words in (
        "Kim ala bilər", "<b>əziz</b>", "Addımlar", "Şəxsiyyət vəsiqəsi", "Mərkəzdə", "Həkimlər", "Heç kimə kod deməyin.",
        "Çünki belədir.", "checked on", "Dr. Aytən Səfərova", "həkim-geriatr", "This page is written in Azerbaijani",
    ):  # fmt: skip
        assert words in shown, words
    assert '<a class="k-word" href="#word-' in shown and "Qanuni qayğı göstərən şəxs." in shown
    assert shown.count('id="source-1"') == 1 and shown.count('href="#source-1"') == 2
    anchors = re.findall(r'href="#(part-\d+|source-\d+|word-\d+)"', shown)
    assert anchors and all(f'id="{anchor}"' in shown for anchor in anchors)
    assert 'aria-current="true">Guidance<' in shown
    assert f"guide%3A{whole.pk}" in shown  # a concern about this guide


def test_the_way_in_and_the_lists(whole, reader):
    assert reader.get("/guidance/").url == GuidanceIndexPage.objects.get(locale__language_code="en").get_url()
    reader.cookies["language"] = "az"
    front = reader.get(reader.get("/guidance/").url).content.decode()
    topic = whole.get_parent().specific
    assert topic.title in front and whole.title in front and "1 " in front
    assert whole.summary in reader.get(topic.get_url()).content.decode()


def test_guidance_in_a_language_without_guides_leads_to_the_others(whole, reader):
    shown = reader.get("/guidance/", follow=True).content.decode()
    assert "There is no guide in this language yet." in shown and "Bələdçilər" in shown


def test_a_draft_is_read_by_nobody_outside(reader):
    page = guide()
    page.unpublish()
    draft = pages.create_guide(page.get_parent().specific, "Qaralama", by=counsellor().account)
    for number in (page.pk, draft.pk):
        for name in ("guide_paper", "guide_mine"):
            assert reader.get(reverse(f"guidance:{name}", args=[number])).status_code == 404
    assert "Qaralama" not in reader.get(page.get_parent().get_url()).content.decode()


def test_a_restricted_guide_is_not_given_on_paper_either(reader):
    page = guide()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert reader.get(reverse("guidance:guide_paper", args=[page.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_topic_asks_the_same_for_one_guide_and_for_three(reader, count, django_assert_num_queries):
    for number in range(count):
        page = guide(f"Bələdçi {number}")
    address = page.get_parent().get_url()
    reader.get(address)
    with django_assert_num_queries(TOPIC):
        reader.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_a_guide_asks_the_same_for_one_source_and_for_three(reader, count, django_assert_num_queries):
    page = guide(body=[pieces.claim("<p>Belədir.</p>", *[source(f"Sənəd {number}") for number in range(count)])])
    reader.get(page.get_url())
    with django_assert_num_queries(GUIDE):
        reader.get(page.get_url())


TOPIC, GUIDE = 14, 26


def test_a_checklist_in_a_guide_without_its_own_heading_has_one_in_the_readers_language(whole, reader):
    assert '<h2 id="part-5" lang="en">Checklist</h2>' in reader.get(whole.get_url()).content.decode()


def test_a_concern_about_a_guide_names_it_and_hides_nothing(whole, reader):
    from elearn.guidance.guide_subject import guide_subject

    found = guide_subject(str(whole.pk))
    assert found and whole.title in found.words and not found.hides and not found.hides_anonymous
    address = f"{reverse('safety:concern')}?subject=guide:{whole.pk}"
    assert whole.title in reader.get(address).content.decode()
    whole.unpublish()
    assert guide_subject(str(whole.pk)) is None and guide_subject("x") is None


# Words explained -----------------------------------------------------------------------------------
def test_words_stand_in_the_order_of_the_azerbaijani_alphabet():
    for word in ("əlil", "elan", "çarpayı", "cərimə", "ışıq", "imtina"):
        pages.create_term(word, language="az", meaning="…")
    found = [(one.letter, [term.title for term in one.terms]) for one in letters_of(GlossaryTermPage.objects.all())]
    assert found == [
        ("C", ["cərimə"]), ("Ç", ["çarpayı"]), ("E", ["elan"]), ("Ə", ["əlil"]), ("I", ["ışıq"]), ("İ", ["imtina"]),
    ]  # fmt: skip


def test_the_list_of_words_is_public(reader):
    term = pages.create_term("himayəçi", language="az", meaning="Qayğı göstərən.")
    for page in (term, term.get_parent()):
        assert "Qayğı göstərən." in reader.get(page.get_url()).content.decode()


def test_words_of_another_language_are_not_explained(reader):
    pages.create_term("qulluq", language="en", meaning="Care.")
    page = guide()
    assert "Words in this guide" not in reader.get(page.get_url()).content.decode()


# On paper ------------------------------------------------------------------------------------------
def paper(client, page) -> bytes:
    answer = client.get(reverse("guidance:guide_paper", args=[page.pk]))
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def sheets(pdf: bytes) -> list:
    kids = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]
    return [kids[number] for number in range(len(kids))]


def said(pdf: bytes) -> str:
    """All that is printed, without spaces: where a line breaks is the typesetter's business."""
    whole = "".join(letters(pdf, number) for number in range(len(sheets(pdf))))
    return "".join(whole.replace("\u200b", "").split())


def close(text: str) -> str:
    return "".join(text.split())


def test_a_guide_on_paper_has_everything_in_large_type(whole, reader):
    pdf = paper(reader, whole)
    words = said(pdf)
    for part in (
        "Evdə qulluq", "Zəng edin", "Şəxsiyyət vəsiqəsi", "Həkimlər", "Çünki belədir.", "himayəçi", "həkim-geriatr",
        str(timezone.localdate().year), whole.slug,
    ):  # fmt: skip
        assert close(part) in words, part
    root = PdfFileReader(BytesIO(pdf)).root
    assert root["/MarkInfo"]["/Marked"] and str(root["/Lang"]) == "az"
    sizes = [float(size) for sheet in sheets(pdf) for size in re.findall(rb"/\S+ ([\d.]+) Tf", sheet["/Contents"].data)]
    assert min(sizes) >= 16


def test_on_paper_the_address_of_a_dead_source_is_left_out_and_said(reader):
    one = source(link_state="dead", dead_since=timezone.localdate())
    words = said(paper(reader, guide(body=[pieces.claim("<p>Belədir.</p>", one)])))
    assert "source.example" not in words and close(one.cited_words) in words


def test_russian_and_english_are_printed_in_their_letters(reader):
    for language, title in (("ru", "Щётка и ёжик"), ("en", "Care at home")):
        topic = pages.create_topic("Тема", language=language)
        pdf = paper(reader, guide(title, topic=topic))
        assert close(title) in said(pdf) and str(PdfFileReader(BytesIO(pdf)).root["/Lang"]) == language


def test_words_cannot_become_commands(reader):
    """What editors write is data: nothing of it is run by the typesetter."""
    words = '#panic("x") *bold* $x$ \\ #image("/etc/passwd")'
    pdf = paper(reader, guide(words, body=[pieces.warning(words), pieces.checklist([words])]))
    assert said(pdf).count(close(words)) >= 3


# Looked at in the editor, and translated -----------------------------------------------------------
def test_a_new_guide_can_be_looked_at_before_it_is_saved(whole):
    from django.test import Client

    from tests.guidance.test_publishing import edit_form

    client = Client()
    client.force_login(counsellor().account, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/pages/add/guidance/guidepage/{whole.get_parent().pk}/preview/"
    draft = GuidePage(title="Yeni bələdçi", slug="yeni")
    assert client.post(address, edit_form(draft)).json()["is_valid"]
    shown = client.get(f"{address}?mode=")
    assert shown.status_code == 200 and "Yeni bələdçi" in shown.content.decode()


def test_a_translation_takes_expert_and_sources_with_it_and_starts_as_a_draft(whole):
    from wagtail.models import Locale
    from wagtail_localize.models import StringSegment, Translation, TranslationSource

    russian = Locale.objects.get(language_code="ru")
    sources, index = [], whole.get_parent()
    for page in (index, whole):
        made, _new = TranslationSource.update_or_create_from_instance(page.specific)
        Translation.objects.create(source=made, target_locale=russian).save_target(publish=False)
        sources.append(made)
    said = set(StringSegment.objects.filter(source=sources[1]).values_list("string__data", flat=True))
    assert {"Zəng edin", "Arayış", "Mərkəzdə", "Heç kimə kod deməyin.", "Həkimlər"} <= said
    translated = GuidePage.objects.get(translation_key=whole.translation_key, locale=russian)
    assert not translated.live
    latest = translated.get_latest_revision_as_object()
    assert (latest.expert, latest.kind) == (whole.expert, whole.kind)
    assert sources_of(latest) == sources_of(whole)


def test_a_warning_that_was_translated_before_it_had_sources_stays_translated(whole):
    from wagtail.models import Locale
    from wagtail_localize import models as localize

    russian, words = Locale.objects.get(language_code="ru"), "Heç kimə kod deməyin."
    made = [
        localize.TranslationSource.update_or_create_from_instance(page)[0]
        for page in (whole.get_parent().specific, whole)
    ]
    segment = localize.StringSegment.objects.get(source=made[1], string__data=words)
    localize.StringTranslation.objects.create(
        translation_of=segment.string, locale=russian, context=segment.context, data="Никому не говорите код."
    )
    now = localize.TranslationContext.objects.get(pk=segment.context_id)
    before = now.path.removesuffix(".text")  # as it was when a warning was its words alone
    kept = json.loads(made[1].content_json)
    body = [one | {"value": words} if one["type"] == "warning" else one for one in json.loads(kept["body"])]
    localize.TranslationSource.objects.filter(pk=made[1].pk).update(
        content_json=json.dumps(kept | {"body": json.dumps(body)})
    )
    localize.TranslationContext.objects.filter(pk=now.pk).update(
        path=before, field_path="body.warning", path_id=uuid4()
    )
    migration = import_module("elearn.guidance.migrations.0002_what_is_said_anew_and_sources")
    migration.words_of_warnings_stand_deeper(apps, None)
    moved = localize.TranslationContext.objects.get(pk=now.pk)
    assert (moved.path, moved.field_path, moved.path_id) == (
        now.path,
        now.field_path or "body.warning.text",
        now.path_id,
    )
    for one in localize.TranslationSource.objects.filter(pk__in=[row.pk for row in made]).order_by("pk"):
        localize.Translation.objects.create(source=one, target_locale=russian).save_target(publish=False)
    translated = GuidePage.objects.get(translation_key=whole.translation_key, locale=russian)
    assert "Никому не говорите код." in plain_text(translated.get_latest_revision_as_object())


# A film --------------------------------------------------------------------------------------------
def film_guide(film):
    return guide(kind=GuideKind.FILM, body=[pieces.film(film, shows="Necə qalxmaq")])


def test_a_film_that_staff_brought_in_is_played_and_counts_for_nothing(reader, monkeypatch):
    film = ready_film()
    page = film_guide(film)
    shown = reader.get(page.get_url()).content.decode()
    address = reverse("guidance:guide_film", args=[page.pk, film.pk])
    assert "Necə qalxmaq" in shown and f'data-mine="{reverse("guidance:guide_mine", args=[page.pk])}"' in shown
    fragment = reader.get(reverse("guidance:guide_mine", args=[page.pk]), headers={"X-Fragment": "1"}).content.decode()
    assert "csrfmiddlewaretoken" in fragment
    opened = reader.post(address)
    assert opened.status_code in (200, 409)  # a row without files in the storage cannot be played
    assert reader.get(address).status_code == 405


def test_a_film_that_the_guide_does_not_show_is_not_opened_through_it(reader):
    page, other = film_guide(ready_film()), ready_film()
    answer = reader.post(reverse("guidance:guide_film", args=[page.pk, other.pk]))
    assert answer.status_code == 409 and "playlist" not in answer.json()


def test_a_teachers_film_that_is_no_public_lesson_yet_is_not_published_in_a_guide():
    from courses.models import Contribution, ContributionState
    from tests.factories import person

    leyla = person("Leyla Əliyeva", birth_year=1955)
    film = ready_film()
    Contribution.objects.create(person=leyla, film=film, state=ContributionState.SENT, title="Şal")
    sevinc, tural = counsellor().account, counsellor("Tural Nəbiyev").account
    topic = pages.create_topic("Evdə qulluq", language="az")
    page = pages.create_guide(
        topic, "Film", summary="Qısa.", expert=expert(), body=[pieces.film(film, shows="…")], by=sevinc
    )
    from elearn.web.api import approve

    approve(page.latest_revision, by=tural)
    with pytest.raises(NotApproved):
        page.latest_revision.publish(user=tural, skip_permission_checks=True)
    assert not GuidePage.objects.get(pk=page.pk).live
