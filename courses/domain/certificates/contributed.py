"""Certificates of thanks for elders: what they gave in a year, counted, and issued when they say that they want one.

It is never automatic and no test: they are asked, on this site or by our staff on the phone; a helper does not answer
for them. What counts: video lessons that were published, webinars they spoke in, questions they answered.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.errors import NothingGiven, NotTheirs, YearNotOver
from courses.models import (
    Ask,
    AskState,
    Certificate,
    Contributed,
    Contribution,
    ContributionState,
    Webinar,
    WebinarState,
)
from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.api import is_helper_of, is_minor
from elearn.people.models import Account, Person

from ..queries import watchers_in
from .certify import finish, numbered, reserve
from .claims import CONTRIBUTION, Claims, name_for_papers
from .design_facts import printed_for

PHONE = "courses.take_answer"
ISSUE = "courses.issue_certificate"
LAST_MONTH = 12


@dataclass(frozen=True)
class Given:
    """What somebody gave in a year."""

    films: int = 0
    webinars: int = 0
    answers: int = 0

    @property
    def is_something(self) -> bool:
        return bool(self.films or self.webinars or self.answers)


def subject_of(year: int) -> str:
    return f"gave:{year}"


# What was given -----------------------------------------------------------------------------------------
def given(person: Person, year: int) -> Given:
    """Count what somebody gave in a year; three queries."""
    return given_by([person.pk], year).get(person.pk, Given())


def given_by(people: Iterable[int] | None, year: int) -> dict[int, Given]:
    """Count it for several people, or for all (None): person → what they gave; three queries."""
    films = Contribution.objects.filter(state=ContributionState.PLACED, decided_at__year=year)
    webinars = Webinar.objects.filter(state=WebinarState.ENDED, ended_at__year=year)
    answers = Ask.objects.filter(state=AskState.ANSWERED, answered_at__year=year)
    counted = [_count(films, "person", people), _count(webinars, "speaker", people), _count(answers, "teacher", people)]
    return {pk: Given(*(one.get(pk, 0) for one in counted)) for pk in set().union(*counted)}


def _count(rows: QuerySet, whose: str, people: Iterable[int] | None) -> dict[int, int]:
    found = rows.filter(**{f"{whose}__is_check": False})
    if people is not None:
        found = found.filter(**{f"{whose}__in": people})
    return dict(found.order_by().values_list(whose).annotate(Count("pk")))


def given_words(gave: Given, *, people: int = 0) -> tuple[str, ...]:
    """Say it in the active language, each in a few words."""
    told = [
        (gave.films, ngettext("%(number)s video lesson", "%(number)s video lessons", gave.films)),
        (gave.webinars, ngettext("%(number)s webinar", "%(number)s webinars", gave.webinars)),
        (gave.answers, ngettext("%(number)s question answered", "%(number)s questions answered", gave.answers)),
        (people, ngettext("watched by %(number)s person", "watched by %(number)s people", people)),
    ]
    return tuple(words % {"number": number_format(count)} for count, words in told if count)


# The wish -----------------------------------------------------------------------------------------------
@transaction.atomic
def ask_whether_wanted(person: Person, *, year: int, by: Account) -> Contributed:
    """Ask an elder once whether they would like a certificate of a year. Raises NothingGiven, and YearNotOver."""
    gave = _offer(person, year)
    row, is_new = Contributed.objects.get_or_create(
        person=person, subject=subject_of(year), defaults={"facts": asdict(gave), "by": by}
    )
    if is_new:
        _note(Kind.CONTRIBUTION_ASKED, row, by=by)
        tell(person, "contribution_asked", key=f"contribution_asked:{row.pk}", facts={"year": year})
    return row


def answer_wanted(person: Person, *, year: int, wanted: bool, by: Account | None) -> Certificate | None:
    """Keep an elder's yes or no; with a yes the certificate is issued, or the one there is given.

    Raises NotTheirs, NothingGiven, and YearNotOver. A no can become a yes later; a certificate that was issued stays.
    """
    way = way_of(person, by)
    if wanted:
        return _certify(person, year=year, by=by, way=way)
    with transaction.atomic():
        row, _made = Contributed.objects.get_or_create(person=person, subject=subject_of(year), defaults={"by": by})
        said = Contributed.objects.filter(pk=row.pk, certificates=None).update(wanted=False)
        if said:
            _note(Kind.CONTRIBUTION_ANSWERED, row, by=by, wanted=False, way=way)
    return None


def is_open_year(year: int, today: date | None = None) -> bool:
    """Whether a certificate of a year can be issued: in its last month, and when it is over.

    One a year is issued, and it is to name the whole of it.
    """
    today = today or timezone.localdate()
    return year < today.year or (year == today.year and today.month == LAST_MONTH)


def way_of(person: Person, by: Account | None) -> str:
    """Say in what part somebody brings an elder's answer. Raises NotTheirs for everybody who has none."""
    if by is None or not person.speaks_for_themself:
        raise NotTheirs
    if by.person_id == person.pk:
        return "site"
    if is_helper_of(by.person_id, person.pk) or not (by.has_perm(PHONE) or by.has_perm(ISSUE)):
        raise NotTheirs
    return "phone"


def _offer(person: Person, year: int) -> Given:
    if not is_open_year(year):
        raise YearNotOver
    gave = given(person, year)
    if not gave.is_something or person.removed_at or not person.speaks_for_themself or is_minor(person):
        raise NothingGiven
    return gave


def _certify(person: Person, *, year: int, by: Account | None, way: str) -> Certificate:
    gave, subject = _offer(person, year), subject_of(year)

    def find() -> Certificate | None:
        rows = Certificate.objects.current().filter(contributed__person=person, contributed__subject=subject)
        return rows.with_holder().first()

    def write() -> Certificate:
        holder = Person.objects.select_for_update().get(pk=person.pk)
        row, _made = Contributed.objects.get_or_create(person=holder, subject=subject, defaults={"by": by})
        people = watchers_in(holder, year)
        row.facts, row.wanted, row.by = asdict(gave) | {"people": people, "way": way}, True, by
        row.completed_at = timezone.now()
        row.save()
        _note(Kind.CONTRIBUTION_ANSWERED, row, by=by, wanted=True, way=way)
        claims = _claims(holder, gave, year=year, people=people)
        return numbered(claims, language=holder.language, is_check=holder.is_check, contributed=row)

    return finish(find() or reserve(write, find))


def thanks_for(person: Person, year: int) -> Claims:
    """Collect what a certificate says of a year, counted now. Raises NothingGiven."""
    return _claims(person, _offer(person, year), year=year, people=watchers_in(person, year))


def _claims(holder: Person, gave: Given, *, year: int, people: int) -> Claims:
    with translation.override(holder.language):
        return Claims(
            holder=name_for_papers(holder), course=_("What you gave in %(year)s") % {"year": year},
            course_language=holder.language, teacher="", lessons=0, hours=Decimal(0), issued_on=timezone.localdate(),
            issuer=settings.WAGTAIL_SITE_NAME, coordinator="", kind=CONTRIBUTION, gave_in=year,
            gave=given_words(gave, people=people), design=printed_for(None),
        )  # fmt: skip


def _note(kind: Kind, row: Contributed, *, by: Account | None, **facts: str | bool) -> None:
    person = row.person
    note(
        kind, who=person.key, subject=row.subject, is_check=person.is_check,
        by_self=by is not None and by.person_id == person.pk, **facts,
    )  # fmt: skip


# Two records of one person ------------------------------------------------------------------------------
def settle_merge(keep: Person, absorb: Person) -> None:
    """Join what both records were asked of one year: a certificate that was issued always stays."""
    mine = {row.subject: row for row in Contributed.objects.filter(person=keep)}
    for other in Contributed.objects.filter(person=absorb, subject__in=mine):
        same = mine[other.subject]
        if not _is_certified(other):
            other.delete()
        elif not _is_certified(same):
            same.delete()
        else:
            Contributed.objects.filter(pk=other.pk).update(subject=f"{other.subject}:{other.pk}")


def _is_certified(row: Contributed) -> bool:
    return Certificate.objects.filter(contributed=row).exists()
