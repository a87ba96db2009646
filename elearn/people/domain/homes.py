"""Where somebody lives: written by whoever may, read by almost nobody, forgotten when no visit needs it any more.

The words are encrypted in `PrivateDetails`. To notice that two people live at one address, a keyed hash of the folded
address is handed to whoever keeps it; it says nothing of where that is.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import salted_hmac

from elearn.history import api as history

from ..models import Account, Look, Person, PrivateDetails
from ..signals import home_changed
from ..writing import fold

MARK_SIGNS = 32  # of 4 bits each
# Words that people write or leave out, or shorten as they like; folded.
_UNSAID = frozenset(
    {
        "kuce", "kucesi", "kuc", "k", "ev", "menzil", "men", "m", "bina", "b", "prospekti", "prospekt", "pr",
        "dongesi", "dalan", "dalani", "mehelle", "seher", "sehre", "baki", "baku", "rayon", "rayonu", "street", "st",
        "flat", "apartment", "apt", "house", "ulica", "ulisa", "ul", "dom", "d", "kvartira", "kv", "nomre", "n", "no",
    }
)  # fmt: skip


@transaction.atomic
def write_home(person: Person, address: str, *, by: Account | None) -> None:
    """Keep where a person lives, in place of what was kept. That a colleague or helper wrote it is written down.

    Raises ValueError for an address without a word.
    """
    words = " ".join(address.split())
    if not words:
        raise ValueError("An address has words.")
    PrivateDetails.objects.update_or_create(person=person, defaults={"address": words})
    if by is not None and by.person_id != person.pk:
        Look.objects.create(person=person, by=by, what=Look.What.HOME_WRITTEN, why=Look.Why.VISIT)
    history.note(history.Kind.PRIVATE_CHANGED, who=person.key, is_check=person.is_check, what="home")
    home_changed.send(sender=PrivateDetails, person=person, mark=mark_of(words))


def has_home(person: Person) -> bool:
    """Say whether an address is kept; nothing is decrypted."""
    return bool(having_home([person.pk]))


def having_home(person_ids: Iterable[int]) -> set[int]:
    """Give who of these has an address, in one query; nothing is decrypted."""
    rows = PrivateDetails.objects.filter(person__in=list(person_ids))
    kept = rows.annotate(kept=Cast(F("address"), models.TextField())).exclude(kept="")
    return set(kept.values_list("person", flat=True))


@transaction.atomic
def read_home(person: Person, *, by: Account, why: str) -> str:
    """Give where somebody lives, and write down who looked; "" when nothing is kept. The caller has asked who may."""
    details = PrivateDetails.objects.filter(person=person).first()
    if details is None or not details.address:
        return ""
    Look.objects.create(person=person, by=by, what=Look.What.HOME_SEEN, why=Look.Why(why))
    history.note(history.Kind.PRIVATE_SEEN, who=person.key, is_check=person.is_check, why=why, what="home")
    return str(details.address)


def homes_since_before(moment: datetime) -> models.QuerySet[Person]:
    """Give the people whose address was kept before a moment and not touched since; nothing is decrypted."""
    rows = PrivateDetails.objects.filter(changed_at__lt=moment)
    kept = rows.annotate(kept=Cast(F("address"), models.TextField())).exclude(kept="")
    return Person.objects.filter(pk__in=kept.values("person"))


@transaction.atomic
def forget_home(person: Person) -> bool:
    """Delete where somebody lives; their needs and who looked stay. Says whether there was something to delete."""
    if not has_home(person):
        return False
    PrivateDetails.objects.filter(person=person).update(address="", changed_at=timezone.now())
    home_changed.send(sender=PrivateDetails, person=person, mark="")
    return True


def looks_at(person: Person) -> models.QuerySet[Look]:
    """Give who looked at somebody's address or needs, or wrote them, newest first: for that person."""
    return Look.objects.filter(person=person).select_related("by__person")


# One address, written in many ways ------------------------------------------------------------------
def mark_of(address: str) -> str:
    """Give a keyed hash of an address, the same however it is written: "Nizami küç. 14, m. 5", "nizami 14 5"."""
    words = [word for word in fold(address).split() if word not in _UNSAID]
    return salted_hmac("people.home", " ".join(words), algorithm="sha256").hexdigest()[:MARK_SIGNS] if words else ""


def home_mark(person: Person) -> str:
    """Give the mark of the address that is kept; "" without one. The words stay here."""
    details = PrivateDetails.objects.filter(person=person).first()
    return mark_of(details.address) if details and details.address else ""
