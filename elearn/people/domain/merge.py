"""Two records of one person become one. Nothing is lost: what hung on the absorbed record hangs on the kept one."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, models, transaction
from wagtail.log_actions import log

from elearn.history import api as history
from elearn.web.api import same_editor

from ..errors import CannotMerge
from ..models import Account, ContactPoint, Guardianship, GuardianState, Person
from ..signals import to_tell
from .age import is_minor
from .apart import may_change_reach, may_keep_record
from .coming_of_age import age_told
from .devices import sign_out_elsewhere
from .guardian_review import guardian_stands
from .guardian_rows import end
from .guardianship import LIVE
from .register import claim_address

# An app whose rows may collide (two enrolments in one course) registers how to settle that.
Settle = Callable[[Person, Person], None]
_settlers: list[Settle] = []


def on_merge(settle: Settle) -> Settle:
    """Register a function (keep, absorb) that settles rows of one app before the rest is moved.

    It runs in the merge's transaction. Usable as a decorator; import it from the app's `ready()`.
    """
    if settle not in _settlers:
        _settlers.append(settle)
    return settle


@transaction.atomic
def merge(keep: Person, absorb: Person, *, by: Account | None) -> Person:
    """Fold `absorb` into `keep` and give `keep`; the absorbed row stays and points to it.

    When both have a sign-in, `keep`'s stays and the other can no longer sign in; an address it signed in with moves
    over when `keep` has none of that kind, or none that was proved. Its passkeys, app and password open nothing any
    more and move nowhere: what somebody else set up must not open the kept account, should the two not be one person.
    The person signs in with a code, as everybody can, and is told so. Raises CannotMerge for the same record twice, one
    already absorbed, one's own, an officer's by others than an administrator, or by who waits for an answer of one of
    them: roles go over with a sign-in, and nobody is to give themselves any.
    """
    locked = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=[keep.pk, absorb.pk])}
    if len(locked) < 2:
        raise CannotMerge("same")
    keep, absorb = locked[keep.pk], locked[absorb.pk]
    if keep.merged_into_id or absorb.merged_into_id:
        raise CannotMerge("already")
    if by is not None and (reason := why_not(by, keep, absorb)):
        raise CannotMerge(reason)
    for settle in _settlers:
        settle(keep, absorb)
    _join_guardians(keep, absorb)
    _move_contacts(keep, absorb)
    roles = _move_account(keep, absorb)
    _move_the_rest(keep, absorb)
    _fill_gaps(keep, absorb)
    absorb.merged_into = keep
    absorb.save(update_fields=["merged_into"])
    guardian_stands(keep)
    age_told(keep)
    log(
        instance=keep,
        action="people.merge",
        user=by,
        data={"absorbed": absorb.pk, "absorbed_key": str(absorb.key), "roles": roles},
    )
    return keep


def why_not(by: Account, *people: Person) -> str:
    """Give why an account merges none of these records, as CannotMerge says it; "" when it may."""
    if by.person_id in {one.pk for one in people}:
        return "own"
    if not all(may_keep_record(by, one) for one in people):
        return "officer"
    return "" if all(may_change_reach(by, one) for one in people) else "waits"


def _move_contacts(keep: Person, absorb: Person) -> None:
    mine = {(contact.kind, contact.value): contact for contact in keep.contact_points.all()}
    for contact in absorb.contact_points.all():
        same = mine.get((contact.kind, contact.value))
        if same is None:
            contact.person = keep
            contact.is_preferred = contact.is_preferred and not mine
            contact.save(update_fields=["person", "is_preferred"])
            continue
        same.is_shared = same.is_shared or contact.is_shared
        same.is_landline = same.is_landline or contact.is_landline
        same.verified_at = same.verified_at or contact.verified_at
        same.save(update_fields=["is_shared", "is_landline", "verified_at"])
        contact.delete()


def _move_account(keep: Person, absorb: Person) -> list[str]:
    """Carry the sign-in over; give the names of the roles that `keep` has now and had not."""
    other = Account.objects.filter(person=absorb).first()
    if other is None:
        return []
    mine = Account.objects.filter(person=keep).first()
    if mine is None:
        other.person = keep
        other.save(update_fields=["person"])
        return sorted(other.groups_by_name)
    email, phone, phone_verified = other.email, other.phone, other.phone_verified
    email_proved = _is_proved(other)
    EmailAddress.objects.filter(user=other).delete()
    other.email = other.phone = None
    other.phone_verified = other.is_active = False
    other.set_unusable_password()
    other.save(update_fields=["email", "phone", "phone_verified", "is_active", "password"])
    Authenticator.objects.filter(user=other).delete()
    sign_out_elsewhere(other, but="")
    if email and (not mine.email or (email_proved and not _is_proved(mine))):
        claim_address(mine, ContactPoint.Kind.EMAIL, email, proved=email_proved)
    if phone and (not mine.phone or (phone_verified and not mine.phone_verified)):
        claim_address(mine, ContactPoint.Kind.PHONE, phone, proved=phone_verified)
    roles = sorted(other.groups_by_name - mine.groups_by_name)
    mine.groups.add(*other.groups.all())
    same_editor(other.pk, mine.pk)
    history.note(history.Kind.SIGN_IN_CHANGED, who=keep.key, is_check=keep.is_check, what="joined")
    if mine.is_active:
        to_tell.send(
            sender=Account, person=keep, kind="sign_in_joined", key=f"sign_in_joined:{keep.pk}:{other.pk}",
            facts={"sign_in": [value for value in (mine.email, mine.phone) if value]},
        )  # fmt: skip
    return roles


def _is_proved(account: Account) -> bool:
    """Say whether a code has reached the e-mail address of an account."""
    return EmailAddress.objects.filter(user=account, email=account.email or "", verified=True).exists()


def _join_guardians(keep: Person, absorb: Person) -> None:
    """Carry guardianships over. Of two under way the one that was agreed goes on; a no on either record stays a no."""
    # A merge never makes a minor an adult: where the two records differ, the younger counts.
    if is_minor(absorb) and not is_minor(keep):
        keep.birth_year, keep.adult_from = absorb.birth_year, absorb.adult_from
    keep.save(update_fields=["birth_year", "adult_from"])
    mine = list(keep.guardianships.filter(state__in=LIVE))
    theirs = list(absorb.guardianships.filter(state__in=LIVE))
    if mine and theirs:
        goes_on = next((row for row in [*mine, *theirs] if row.is_agreed), mine[0])
        for row in [*mine, *theirs]:
            if row.pk != goes_on.pk:
                end(row, GuardianState.REPLACED)
    Guardianship.objects.filter(minor=absorb).update(minor=keep)
    Guardianship.objects.filter(guardian=absorb).update(guardian=keep)


def _relations() -> list[models.ForeignObjectRel]:
    """Every relation that points at a person, except those settled above."""
    settled = {(ContactPoint, "person"), (Account, "person"), (Person, "merged_into")}
    return [
        relation
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ForeignObjectRel)
        and (relation.related_model, relation.field.name) not in settled
    ]


def _move_the_rest(keep: Person, absorb: Person) -> None:
    """Move every other row; one that would be there twice stays with the absorbed record."""
    for relation in _relations():
        model, field = relation.related_model, relation.field
        if relation.many_to_many:
            name = str(relation.get_accessor_name())
            getattr(keep, name).add(*getattr(absorb, name).all())
            getattr(absorb, name).clear()
            continue
        for row in model._base_manager.filter(**{field.name: absorb}):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row.pk).update(**{field.name: keep})
            except IntegrityError:
                continue
    # Earlier merges into the absorbed record now lead to the kept one in one step.
    Person.objects.filter(merged_into=absorb).update(merged_into=keep)


def _fill_gaps(keep: Person, absorb: Person) -> None:
    for field in ("papers_name", "form_of_address", "birth_year"):
        if not getattr(keep, field):
            setattr(keep, field, getattr(absorb, field))
    _keep_standing(keep, absorb)
    keep.save(update_fields=["papers_name", "form_of_address", "birth_year"])


def _keep_standing(keep: Person, absorb: Person) -> None:
    """Who has died or can no longer decide on one of the records has on the other too."""
    fields = ["standing", "standing_since", "standing_source", "relative", "relation"]
    if keep.speaks_for_themself and not absorb.speaks_for_themself:
        for field in fields:
            setattr(keep, field, getattr(absorb, field))
        Account.objects.filter(person=keep).update(is_active=False)
    if keep.relative_id == keep.pk:
        keep.relative = None
    keep.save(update_fields=fields)


def what_would_move(absorb: Person) -> list[tuple[str, int]]:
    """Count, for the preview, what else hangs on a record: [("messages", 3), …]."""
    counts = []
    for relation in _relations():
        if relation.many_to_many:
            continue
        model = relation.related_model
        number = model._base_manager.filter(**{relation.field.name: absorb}).count()
        if number:
            name = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
            counts.append((str(name), number))
    return sorted(counts)
