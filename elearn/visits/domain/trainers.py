"""What a coordinator does about trainers: note a check, suspend, restore, pair; reminders before a check ends."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from elearn.history.api import Kind, note
from elearn.notices.api import tell
from elearn.people.models import Account, Person

from ..enums import CheckKind, PairKind
from ..errors import NotYours
from ..models import Check, Pair, Trainer
from ..signals import trainer_suspended

REMINDED = timedelta(days=30)


@transaction.atomic
def note_check(
    trainer: Trainer, kind: CheckKind, *, seen_on: date, expires_on: date, by: Account, reference: str = ""
) -> Check:
    """Note that a colleague has seen a paper. Raises NotYours for who vouches for themself."""
    if by.person_id == trainer.person_id:
        raise NotYours
    check = Check(
        trainer=trainer, kind=kind, seen_on=seen_on, expires_on=expires_on, seen_by=by, reference=reference.strip()
    )
    check.full_clean(exclude=["trainer"])
    check.save()
    _note(Kind.TRAINER_CHECKED, trainer, check=kind.value)
    return check


@transaction.atomic
def suspend(trainer: Trainer, *, why: str, by: Account) -> bool:
    """Send a trainer nowhere any more, from now on; what their devices hold is to be erased. False: they were already.

    Whoever can send somebody else listens to `trainer_suspended`.
    """
    now = timezone.now()
    if not Trainer.objects.filter(pk=trainer.pk, suspended_at=None).update(
        suspended_at=now, suspended_by=by, suspended_why=why.strip(), devices_valid_from=now
    ):
        return False
    trainer.refresh_from_db()
    _note(Kind.TRAINER_SUSPENDED, trainer)
    tell(trainer.person, "trainer_suspended", key=f"trainer_suspended:{trainer.pk}:{now.timestamp()}")
    transaction.on_commit(lambda: trainer_suspended.send_robust(sender=Trainer, trainer=trainer, by=by))
    return True


@transaction.atomic
def restore(trainer: Trainer, *, by: Account) -> bool:
    """Let a trainer be sent again. Raises NotYours for the trainer themself. False: nothing was to be done."""
    if by.person_id == trainer.person_id:
        raise NotYours
    changed = Trainer.objects.filter(pk=trainer.pk).exclude(suspended_at=None).update(
        suspended_at=None, suspended_by=None, suspended_why=""
    )  # fmt: skip
    if changed:
        trainer.refresh_from_db()
        _note(Kind.TRAINER_RESTORED, trainer)
        key = f"trainer_restored:{trainer.pk}:{timezone.now().timestamp()}"
        tell(trainer.person, "trainer_restored", key=key)
    return bool(changed)


@transaction.atomic
def pair(trainer: Trainer, person: Person, *, kind: PairKind, why: str, by: Account) -> Pair:
    """Note that an elder and a trainer go well together, or must not meet; the last word counts."""
    made, _is_new = Pair.objects.update_or_create(
        trainer=trainer, person=person, defaults={"kind": kind, "why": why.strip(), "by": by, "at": timezone.now()}
    )
    note(Kind.VISIT_PAIR, who=person.key, subject=f"trainer:{trainer.pk}", is_check=trainer.is_check, pair=kind.value)
    return made


@transaction.atomic
def unpair(made: Pair, *, by: Account) -> None:
    """Take back a word about a pair."""
    note(Kind.VISIT_PAIR, who=made.person.key, subject=f"trainer:{made.trainer_id}", pair="")
    made.delete()


def expiring(now: date | None = None) -> list[Check]:
    """Give the checks that end within thirty days or have ended, of those who may still be sent, the first first."""
    today = now or timezone.localdate()
    newest: dict[tuple[int, str], Check] = {}
    rows = Check.objects.filter(trainer__suspended_at=None, trainer__is_check=False).select_related("trainer__person")
    for check in rows.order_by("at", "pk"):
        newest[check.trainer_id, check.kind] = check
    soon = [check for check in newest.values() if check.expires_on <= today + REMINDED]
    return sorted(soon, key=lambda check: (check.expires_on, check.pk))


def remind_of_checks() -> int:
    """Tell trainers once that a check ends within thirty days; give how many were told."""
    today = timezone.localdate()
    due = [check for check in expiring(today) if check.reminded_at is None and check.expires_on >= today]
    return sum(_remind(check) for check in due)


@transaction.atomic
def _remind(check: Check) -> bool:
    if not Check.objects.filter(pk=check.pk, reminded_at=None).update(reminded_at=timezone.now()):
        return False
    facts = {"kind": check.kind, "expires_on": check.expires_on.isoformat()}
    tell(check.trainer.person, "check_expires", key=f"check_expires:{check.pk}", facts=facts)
    return True


def _note(kind: Kind, trainer: Trainer, **facts: str) -> None:
    note(kind, who=trainer.person.key, subject=f"trainer:{trainer.pk}", is_check=trainer.is_check, **facts)
