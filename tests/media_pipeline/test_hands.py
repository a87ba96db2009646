"""A worker says that it is there, and is forgotten soon after it was killed."""

import pytest
from django.core.cache import cache

from media_pipeline import api, hands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody():
    cache.clear()
    yield
    cache.clear()


def test_a_worker_is_there_while_it_works_and_a_moment_after(monkeypatch):
    monkeypatch.setattr(hands, "EVERY", 0.05)
    assert not api.worker_is_there("live")
    with hands.saying_so("live"):
        for _ in range(100):
            if api.worker_is_there("live"):
                break
            hands.time.sleep(0.02)
        assert api.worker_is_there("live") and not api.worker_is_there("live_captions")


def test_a_worker_that_said_nothing_for_a_while_is_forgotten(monkeypatch):
    cache.set(hands._name("live"), 1.0, 0.01)
    hands.time.sleep(0.05)
    assert not api.worker_is_there("live")


def test_a_cache_that_fails_stops_no_worker(monkeypatch):
    class Broken:
        def set(self, *args):
            raise OSError("the disk is full")

    monkeypatch.setattr(hands, "cache", Broken())
    monkeypatch.setattr(hands, "EVERY", 0.01)
    with hands.saying_so("live"):
        hands.time.sleep(0.05)
