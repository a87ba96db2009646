"""A webinar whose hour has come and that nobody begins, or that is hidden before it begins: nobody waits for nothing.

After ten minutes those hear of it who can do something: its hosts, who prepared it, the coordinators. After half an
hour those who wait are told that they need not. It may still begin, or be given another day, of which they hear as of
every change; once neither can be expected any more, what they asked goes to the speaker as after any webinar.

Of one that a safeguarding officer hides they are told at once, without its words and without the reason, and so when it
is shown again. What was asked is handed on only then: the concern may be about the speaker.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from courses.models import LiveQuestion, LiveQuestionState, Registration, RegistrationState, Webinar, WebinarState
from elearn.notices.api import tell
from elearn.people.models import Person, Role
from elearn.safety.api import hidden_rows
from elearn.safety.models import Hidden
from media_pipeline.models import BroadcastState

from . import asks, polls, queries, telling

NOT_BEGUN = timedelta(minutes=10)
GIVEN_UP = timedelta(minutes=30)
# So long somebody can still do something.
ACTED_ON = timedelta(hours=1)
# So long after its hour it is worth saying that it has not begun: the clock of the house may have stood still.
WORTH = timedelta(hours=6)
# How far back is looked for what was never followed up.
LOOKS_BACK = timedelta(days=14)
TOLD = "missed"  # among what a registration was reminded of
AT_ONCE = 1000


def sweep(*, now: datetime | None = None) -> int:
    """Tell all whom it concerns; says how many were told. One query when everything began that was to begin."""
    now = now or timezone.now()
    told = 0
    for webinar in _not_begun(now):
        late = now - (webinar.starts_at or now)
        if late < ACTED_ON:
            told += _tell_makers(webinar, now=now)
        if GIVEN_UP <= late < WORTH:
            told += sum(_tell_once(row, webinar) for row in _to_tell(webinar))
        if queries.is_missed(webinar, now=now):
            _hand_on(webinar, now=now)
    return told


def _not_begun(now: datetime) -> Iterable[Webinar]:
    rows = Webinar.objects.filter(
        state=WebinarState.ANNOUNCED, starts_at__lte=now - NOT_BEGUN, starts_at__gt=now - LOOKS_BACK,
        followed_up_at=None,
    )  # fmt: skip
    rows = rows.exclude(Q(hidden_rows("webinar"))).select_related("speaker", "created_by__person")
    return rows.exclude(broadcast__state__in=[BroadcastState.ON_AIR, BroadcastState.PAUSED]).order_by("starts_at", "pk")


def _tell_makers(webinar: Webinar, *, now: datetime) -> int:
    """Tell who can begin it, move it or call it off that nobody is on air; nobody is told twice."""
    facts = telling.facts_of(webinar) | {"not_after": telling.iso(now + timedelta(hours=1))}
    people = _makers(webinar)
    for person in people:
        key = f"webinar_not_begun:{webinar.pk}:{webinar.starts_at:%Y%m%d%H%M}:{person.pk}"
        tell(person, "webinar_not_begun", key=key, facts=facts)
    return len(people)


def _makers(webinar: Webinar) -> list[Person]:
    found = {person.pk: person for person in webinar.hosts.all()}
    if webinar.created_by and webinar.created_by.person_id:
        found.setdefault(webinar.created_by.person_id, webinar.created_by.person)
    coordinates = {"account__is_active": True, "account__groups__name": Role.COORDINATOR.value}
    is_check = webinar.speaker.is_check
    for person in Person.objects.filter(**coordinates, is_check=is_check).order_by("pk").distinct():
        found.setdefault(person.pk, person)
    return list(found.values())


# Who waits -----------------------------------------------------------------------------------------------
def _waiting(webinar: Webinar) -> list[Registration]:
    """Give who comes or would like to, and whether each has asked something that nobody has answered."""
    open_states = [LiveQuestionState.NEW, LiveQuestionState.SHOWN]
    asked = LiveQuestion.objects.filter(webinar=webinar, person=OuterRef("person"), state__in=open_states)
    rows = Registration.objects.filter(webinar=webinar).exclude(state=RegistrationState.LEFT)
    return list(rows.annotate(asked=Exists(asked)).select_related("person").order_by("pk"))


def _to_tell(webinar: Webinar) -> list[Registration]:
    return [row for row in _waiting(webinar) if TOLD not in row.reminded][:AT_ONCE]


@transaction.atomic
def _tell_once(row: Registration, webinar: Webinar) -> bool:
    """Write it down with the message, unless somebody else was faster; another day begins anew."""
    locked = Registration.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if locked is None or TOLD in locked.reminded or locked.state == RegistrationState.LEFT:
        return False
    locked.reminded = [*locked.reminded, TOLD]
    locked.save(update_fields=["reminded"])
    key = f"webinar_missed:{webinar.pk}:{webinar.starts_at:%Y%m%d%H%M}:{row.person_id}"
    tell(
        row.person, "webinar_missed", key=key, facts=telling.facts_of(webinar) | {"asked": getattr(row, "asked", False)}
    )
    return True


@transaction.atomic
def _hand_on(webinar: Webinar, *, now: datetime) -> None:
    """Close what is open and hand the questions to the speaker, once."""
    mine = Webinar.objects.filter(pk=webinar.pk, state=WebinarState.ANNOUNCED, followed_up_at=None)
    if mine.update(followed_up_at=now):
        polls.close_left_open(webinar)
        asks.collect(webinar)


# Hidden before it begins ---------------------------------------------------------------------------------
def hiding_changed(webinar: Webinar, *, is_now_hidden: bool, now: datetime | None = None) -> int:
    """Tell who comes to a webinar that it does not take place as announced, or that it does; says how many.

    That it does is said until nobody is to wait for it any more: the next sweep tells them that it has not begun.
    """
    now = now or timezone.now()
    since = now - (WORTH if is_now_hidden else GIVEN_UP)
    is_coming = webinar.state == WebinarState.ANNOUNCED and webinar.starts_at and webinar.starts_at > since
    row = Hidden.objects.filter(subject=f"webinar:{webinar.pk}").order_by("-pk").first()
    if not is_coming or row is None:
        return 0
    kind = "webinar_held" if is_now_hidden else "webinar_freed"
    known = telling.facts_of(webinar)
    unsaid = {"webinar": webinar.pk, "starts_at": known["starts_at"], "address": reverse("courses:webinars")}
    told = _waiting(webinar)
    for one in told:
        tell(
            one.person,
            kind,
            key=f"{kind}:{webinar.pk}:{row.pk}:{one.person_id}",
            facts=unsaid if is_now_hidden else known,
        )
    return len(told)
