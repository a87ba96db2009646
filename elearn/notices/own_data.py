"""What notices hold of a person, what goes when their data are removed, and how long words are kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.template import TemplateDoesNotExist
from django.utils.translation import gettext_lazy as _

from elearn.people.api import forgets, holds, keep, not_given, stays
from elearn.people.models import Person
from elearn.people.texts import text

from .domain.compose import facts_of
from .models import MailboxMessage, Notice, NoticeState

AFTER_DEEDS = 5  # removal tells nobody who is removed
SETTLED = (NoticeState.SENT, NoticeState.FAILED, NoticeState.UNREACHABLE)


@holds("notices.messages", words=_("Messages we sent you"), of=["notices.Notice.person"])
def messages(person: Person) -> Iterator[dict[str, Any]]:
    for notice in Notice.objects.filter(person=person).select_related("person"):
        yield {
            "message": words_of(notice),
            "to": notice.to,
            "state": str(notice.get_state_display()),
            "created_at": notice.created_at,
            "sent_at": notice.sent_at,
        }


def words_of(notice: Notice) -> str:
    """Give what a message said, in the active language; its kind when its words are no longer known."""
    try:
        return text(f"notices/{notice.kind}.email.txt", facts_of(notice)).strip()
    except TemplateDoesNotExist:
        return notice.kind


@forgets("notices.messages", of=["notices.Notice.person"], order=AFTER_DEEDS)
def forget_messages(person: Person) -> None:
    Notice.objects.filter(person=person).delete()
    addresses = list(person.contact_points.values_list("value", flat=True))
    MailboxMessage.objects.filter(to__in=addresses).delete()


_CALLER = "notices.Notice.called_by"
not_given("Who told somebody something by phone or letter is a record of the office, kept with the message.", _CALLER)
stays("Stays with the message, while the account that called is no longer named.", _CALLER)


def old_words(before: datetime, most: int) -> list[Notice]:
    """Give messages that were settled so long ago, and still have words."""
    old = Notice.objects.filter(state__in=SETTLED, created_at__lt=before).exclude(facts={}, to="")
    return list(old.order_by("created_at")[:most])


def forget_words(notices: Sequence[Notice]) -> None:
    """Take out the words and the address; that it was told stays, so that it is not told twice."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(facts={}, to="", fault="")


keep(
    "notices.words", what=_("The words of messages that we sent you"), days=180,
    why=_("So that we can help when you ask about one."), find=old_words, clear=forget_words,
)  # fmt: skip
