"""Which counsellor takes a question, and who reads an answer: by language, topic and how much they have."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from elearn.people.api import Role
from elearn.people.models import Account

from ..case_enums import CaseState, CheckState
from ..models import Case, CaseMessage, Readiness
from ..models.counsel import MOST_AT_ONCE
from ..policies_counsel import first_persons, human_of, is_near

AT_WORK = [CaseState.ASSIGNED, CaseState.CHECKING]


def counsellors() -> QuerySet[Account]:
    """Select the counsellors at work, each with `load`, what they have in hand, and `had`, how many they ever got."""
    able = Account.objects.filter(
        groups__name=Role.COUNSELLOR.value, is_active=True,
        person__is_check=False, person__merged_into=None, person__removed_at=None,
    )  # fmt: skip
    mine = Count("cases", filter=Q(cases__state__in=AT_WORK), distinct=True)
    reads = Count("case_checks", filter=Q(case_checks__state=CheckState.ASKED), distinct=True)
    return able.annotate(load=mine + reads, had=Count("cases", distinct=True)).select_related("person", "readiness")


def readiness_of(account: Account) -> Readiness:
    """Give what a counsellor takes; unsaved, when nobody has written it down."""
    return getattr(account, "readiness", None) or Readiness(account=account, most=MOST_AT_ONCE)


def takes(account: Account, case: Case, day: date) -> bool:
    """Say whether a counsellor can be given a question today: their language, not away, and not too much in hand."""
    ready = readiness_of(account)
    speaks = not ready.languages or case.language in ready.languages
    return speaks and not ready.is_away(day) and account.load < ready.most  # type: ignore[attr-defined]  # annotated


def knows(account: Account, case: Case) -> bool:
    topics = readiness_of(account).topics
    return not topics or case.topic in topics


def best_for(case: Case, *, but: Collection[int] = ()) -> Account | None:
    """Give who takes a question: of those who can, who knows the topic, then who has least. `but`: accounts."""
    day = timezone.localdate()
    able = [one for one in counsellors() if one.pk not in but and takes(one, case, day)]
    able.sort(key=lambda one: (not knows(one, case), one.load, one.had, one.pk))  # type: ignore[attr-defined]
    return next((one for one in able if not is_near(case, one)), None)


def others_for(case: Case) -> list[Account]:
    """Give the counsellors a question can be handed to, also those who have much; the freest first."""
    day = timezone.localdate()
    rows = sorted(counsellors(), key=lambda one: (readiness_of(one).is_away(day), one.load, one.person.name))  # type: ignore[attr-defined]
    return [one for one in rows if one.pk != case.counsellor_id and not is_near(case, one)]


def checkers_for(case: Case, message: CaseMessage | None) -> list[Account]:
    """Give who can be the second person for an answer, the best first; none of them wrote in it."""
    return list(_checkers(case, first_persons(case, message) if message else _only(case)))


def _only(case: Case) -> set[int]:
    return {human_of(case.counsellor)} if case.counsellor else set()


def _checkers(case: Case, first: set[int]) -> Iterator[Account]:
    day = timezone.localdate()
    rows = [one for one in counsellors() if not readiness_of(one).is_away(day) and human_of(one) not in first]
    speaks = {one.pk: not readiness_of(one).languages or case.language in readiness_of(one).languages for one in rows}
    rows.sort(key=lambda one: (not speaks[one.pk], not knows(one, case), one.load, one.pk))  # type: ignore[attr-defined]
    return (one for one in rows if not is_near(case, one))


def coordinators() -> QuerySet[Account]:
    """Select the coordinators at work."""
    found = Account.objects.filter(groups__name=Role.COORDINATOR.value, is_active=True, person__is_check=False)
    return found.select_related("person").order_by("pk")
