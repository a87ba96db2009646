"""Webinars are found by title, words and speaker, as long as everybody may see them."""

from datetime import timedelta

import pytest

from courses.domain.webinars import change, succession
from elearn.safety.domain.hide import hide
from elearn.search.domain.find import find
from tests import factories
from tests.search.test_index import run_what_waits

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [hit.title for hit in find(words, language="az").hits if hit.kind == "webinar"]


@pytest.fixture
def webinar(indexed):
    leyla = factories.person("Leyla Əliyeva")
    for state in ("offered", "draft", "asked", "cancelled"):
        factories.webinar(f"Şərf {state}", speaker=leyla, state=state)
    factories.webinar("Şərf unudulub", speaker=leyla, starts_in=-timedelta(days=2))
    made = factories.webinar("Şərf toxuyuruq", speaker=leyla, about="İlmə salmağı göstərirəm.")
    indexed()
    return made


@pytest.mark.parametrize("words", ["şərf", "ilmə salmaq", "Leyla Əliyeva", "serf"])
def test_by_title_words_and_speaker(webinar, words):
    assert found(words) == ["Şərf toxuyuruq"]


def test_what_is_cancelled_or_hidden_is_not_found_at_once(webinar):
    hide(f"webinar:{webinar.pk}")
    assert found("şərf") == []


def test_a_cancelled_one_is_not_found(webinar):
    change.cancel(webinar, reason="Xəstədir", by=factories.staff("Rəna Həsənova", "coordinator").account)
    assert found("şərf") == []


def test_who_is_removed_is_found_no_more(webinar, django_capture_on_commit_callbacks):
    type(webinar).objects.filter(pk=webinar.pk).update(state="ended")
    leyla = webinar.speaker
    leyla.name = "removed"
    leyla.save()
    with django_capture_on_commit_callbacks(execute=True):
        succession.forget(leyla)
    run_what_waits()
    assert found("Leyla Əliyeva") == []


def test_a_new_name_finds_it_at_once(webinar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        webinar.speaker.name = "Leyla Babayeva"
        webinar.speaker.save()
        factories.person("Murad Həsənov")  # speaks nowhere: nothing is read again
    run_what_waits()
    assert (found("Əliyeva"), found("Babayeva")) == ([], ["Şərf toxuyuruq"])
