"""Who may be sent to an elder's home."""

from datetime import date

from django.utils import timezone

from elearn.people.api import Role, has_role
from elearn.people.models import Account

from .enums import CheckKind, Gender
from .models import Check, Trainer, VisitRequest


def missing_checks(trainer: Trainer, *, on: date | None = None) -> list[CheckKind]:
    """Give the checks that are missing or expired on a day (today), in their own order."""
    day = on or timezone.localdate()
    newest: dict[str, Check] = {}
    for check in sorted(trainer.checks.all(), key=lambda check: (check.at, check.pk)):
        newest[check.kind] = check
    return [kind for kind in CheckKind if kind not in newest or newest[kind].expires_on < day]


def is_bookable(trainer: Trainer, *, on: date | None = None) -> bool:
    """Say whether a trainer may be sent to somebody's home on a day: checks, photo, role, and not suspended."""
    account = getattr(trainer.person, "account", None)
    if trainer.suspended_at or not trainer.photo or account is None or not account.is_active:
        return False
    return Role.TRAINER.value in account.groups_by_name and not missing_checks(trainer, on=on)


def fits(trainer: Trainer, request: VisitRequest) -> bool:
    """Say whether a trainer has what was asked for: a woman, the language, signing, every skill."""
    if not is_as_wished(trainer, request):
        return False
    if request.language not in trainer.languages or (request.needs.get("signs") and not trainer.signs):
        return False
    return {unit.pk for unit in request.units.all()} <= {unit.pk for unit in trainer.units.all()}


def is_as_wished(trainer: Trainer, request: VisitRequest) -> bool:
    """Say whether a woman comes where one is wished for."""
    return trainer.gender == Gender.WOMAN or not request.wants_woman


def may_book_for(account: Account, trainer: Trainer) -> bool:
    """Say whether somebody may offer a trainer's time: the trainer, or who takes calls and plans visits here."""
    is_theirs = account.person_id == trainer.person_id and has_role(account, Role.TRAINER)
    return is_theirs or is_office(account)


def is_office(account: Account) -> bool:
    """Say whether somebody takes calls and plans visits here."""
    return has_role(account, Role.OPERATOR) or has_role(account, Role.COORDINATOR)
