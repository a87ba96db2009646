"""A translation that is older than its original says so, to its reader and in the admin; publishing alone hides nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from elearn.guidance.domain import pages
from elearn.guidance.domain import review as domain
from elearn.guidance.domain.lagging import lagging, lags_behind, original_of
from elearn.guidance.domain.review import Answer
from elearn.guidance.errors_review import NotFinished
from elearn.guidance.models import GuidePage, Rendering
from elearn.web.api import approve
from tests.factories import counsellor, expert, guidance_pages, guide
from tests.guidance.reviews import all_in_order, days_later, reviewed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WARNING = "This translation is older than its original. It is being updated."


@pytest.fixture(autouse=True)
def all_pages():
    guidance_pages()


@pytest.fixture
def sevinc():
    return counsellor().account


@pytest.fixture
def tural():
    return counsellor("Tural Nəbiyev").account


@pytest.fixture
def original():
    return guide()


@pytest.fixture
def translated(original):
    """The same guide in Russian, made by hand after the original."""
    topic = pages.create_topic("Уход на дому", language="ru")
    page = GuidePage(title="Как получить уход", summary="Куда идти.", body=original.body.raw_data, expert=expert())
    page.body = original.body
    with days_later(1):
        return pages.translate(original, page, under=topic)


def change(page, by, approved_by, words: str, *, after: int):
    page = GuidePage.objects.get(pk=page.pk)
    page.summary = words
    with days_later(after):
        revision = page.save_revision(user=by)
        approve(revision, by=approved_by)
        revision.publish(user=approved_by, skip_permission_checks=True)


def test_a_translation_knows_its_original(original, translated):
    assert original_of(translated) == original and original_of(original) is None
    assert lags_behind(translated) is None and lags_behind(original) is None


def test_when_the_original_changes_its_reader_is_told(original, translated, visitor, sevinc, tural):
    assert WARNING not in visitor.get(translated.url).text
    change(original, sevinc, tural, "Yeni.", after=5)
    text = visitor.get(translated.url).text
    assert WARNING in text and original.title in text and f'href="{original.url}"' in text
    assert WARNING not in visitor.get(original.url).text
    assert [row.page for row in lagging()] == [translated]


def test_publishing_the_translation_alone_hides_nothing(original, translated, sevinc, tural):
    change(original, sevinc, tural, "Yeni.", after=5)
    change(translated, sevinc, tural, "Опечатка.", after=6)
    assert lags_behind(translated) == original


def test_a_review_that_compares_both_clears_it(original, translated, visitor, sevinc, tural):
    change(original, sevinc, tural, "Yeni.", after=5)
    with days_later(7):
        review = domain.begin(translated, by=sevinc)
        domain.answer(review, **all_in_order(translated, leave_out=["same"]), by=sevinc)
        with pytest.raises(NotFinished, match="without an answer: 1"):
            domain.finish(review, by=sevinc)
        domain.answer(review, items={"same": Answer("yes")}, sources={}, by=sevinc)
        domain.finish(review, by=sevinc)
        assert lags_behind(translated) is None and WARNING not in visitor.get(translated.url).text


def test_an_original_changed_during_the_review_is_compared_again(original, translated, sevinc, tural):
    with days_later(7):
        review = domain.begin(translated, by=sevinc)
        domain.answer(review, **all_in_order(translated), by=sevinc)
    change(original, sevinc, tural, "Yeni.", after=8)
    with days_later(9), pytest.raises(NotFinished, match="compare it again"):
        domain.finish(review, by=sevinc)
    assert lags_behind(translated) == original


def test_reviewing_the_original_asks_nothing_of_other_languages(original, translated, sevinc):
    assert "same" not in [item.name for item in domain.items_of(original)]
    assert reviewed(original, by=sevinc).last_reviewed == timezone.localdate()


def test_an_original_taken_down_is_no_reason_to_warn(original, translated, sevinc, tural):
    change(original, sevinc, tural, "Yeni.", after=5)
    GuidePage.objects.get(pk=original.pk).unpublish()
    assert lags_behind(translated) is None


def test_a_translation_by_sentences_has_caught_up_when_all_of_them_are_translated(original, sevinc, tural):
    topic = pages.create_topic("Evdə qulluq", language="az")
    for page in (topic, original.get_parent().specific):
        russian = pages.create_topic("Уход", language="ru")
        russian.translation_key = page.translation_key
        GuidePage.objects.filter(pk=page.pk)
        type(page).objects.filter(pk=russian.pk).update(translation_key=page.translation_key)
    source, _made = TranslationSource.update_or_create_from_instance(original)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="ru"))
    translation.save_target(publish=False)
    page = GuidePage.objects.get(translation_key=original.translation_key, locale__language_code="ru")
    change(page, sevinc, tural, "Наполовину.", after=1)
    change(original, sevinc, tural, "Yeni.", after=2)
    assert lags_behind(page) == original

    original.refresh_from_db()
    with days_later(3):
        source.update_from_db()
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=translation.target_locale, context=segment.context,
            defaults={"data": "Слово", "translation_type": "manual"},
        )  # fmt: skip
    assert lags_behind(page) == original  # translated, and not yet public
    change(page, sevinc, tural, "Целиком.", after=4)
    assert lags_behind(page) is None
    assert Rendering.objects.get(page=page).says_as_of > timezone.now() + timedelta(days=2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_what_lags_takes_one_query(count, django_assert_num_queries):
    azeri, russian = pages.create_topic("Pensiya", language="az"), pages.create_topic("Пенсия", language="ru")
    for number in range(count):
        made = guide(f"Bələdçi {number}", topic=azeri)
        page = GuidePage(title=f"Руководство {number}", summary="Куда.", body=made.body, expert=expert())
        page.body = made.body
        with days_later(1):
            pages.translate(made, page, under=russian)
    Rendering.objects.update(says_as_of=timezone.now() - timedelta(days=900))
    with django_assert_num_queries(1):
        assert [(row.page.language, row.original.language) for row in lagging()] == [("ru", "az")] * count
