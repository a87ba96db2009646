"""Searches that found nothing, so that counsellors learn what is asked for in which words.

What looks personal is not kept: numbers, addresses, long sentences, whatever the redaction of questions would take out,
and whatever may be a name when nobody writes capital letters. Nobody is kept with it, and what nobody searched for any
more goes after half a year.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from elearn.guidance.api import has_personal_data, may_name_somebody

from ..models import Miss
from ..words.query import folded_text

KEPT_FOR = timedelta(days=180)
MOST_KEPT = 5_000
MOST_WORDS = 6
LONGEST = 60  # letters


@transaction.atomic
def note_miss(text: str, *, language: str) -> Miss | None:
    """Count a search without a result; None when it is not to be kept."""
    words = folded_text(text)
    if not may_be_kept(text, words, language=language):
        return None
    today = timezone.localdate()
    changed = Miss.objects.filter(text=words, language=language).update(
        count=F("count") + 1, last_on=today, is_settled=False
    )
    if not changed:
        if Miss.objects.count() >= MOST_KEPT:
            return None
        Miss.objects.get_or_create(text=words, language=language, defaults={"count": 1, "last_on": today})
    return Miss.objects.get(text=words, language=language)


def may_be_kept(text: str, words: str, *, language: str) -> bool:
    """Whether some words can be kept without saying something about somebody."""
    if not words or len(words) > LONGEST or len(words.split()) > MOST_WORDS:
        return False
    if "@" in text or any(sign.isdigit() for sign in text):
        return False
    return not (has_personal_data(text, language=language) or may_name_somebody(text))


@transaction.atomic
def settle_miss(miss: Miss) -> bool:
    """Note that a counsellor has dealt with it; it comes back when somebody searches for it again."""
    return Miss.objects.filter(pk=miss.pk, is_settled=False).update(is_settled=True) == 1


def waiting_misses() -> int:
    """Give how many searches without a result no counsellor has dealt with."""
    return Miss.objects.filter(is_settled=False).count()


def forget_misses() -> int:
    """Delete what nobody searched for in half a year; gives how many."""
    gone, _by_model = Miss.objects.filter(last_on__lt=timezone.localdate() - KEPT_FOR).delete()
    return gone
