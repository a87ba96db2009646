"""What every deed about a helper does to its row: lock, check, note, tell."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from elearn.history import api as history

from ..errors import HelperRefused
from ..models import Account, Companionship, CompanionshipState, ContactPoint, EndedBy, Person, Role, Scope
from ..models.companion import LONGEST
from ..signals import to_tell
from .address import addressed
from .guardian_rows import forget
from .register import grant_role


def locked(companionship: Companionship) -> Companionship:
    """Lock the elder, then read the row as it is now: deeds about one elder follow each other."""
    Person.objects.select_for_update().get(pk=companionship.elder_id)
    return Companionship.objects.select_related("elder", "companion", "invited").get(pk=companionship.pk)


def check_terms(scopes: list[Scope], ends_on: date) -> None:
    """Raise HelperRefused unless something is ticked and the end lies within a year."""
    today = timezone.localdate()
    if not scopes:
        raise HelperRefused("scopes")
    if not today < ends_on <= today + LONGEST:
        raise HelperRefused("until")


def set_scopes(row: Companionship, scopes: list[Scope]) -> None:
    for scope in Scope:
        setattr(row, f"may_{scope.value}", scope in scopes)


def addresses_of(person: Person) -> set[str]:
    """Give every address somebody is reached at or signs in with."""
    values = set(person.contact_points.values_list("value", flat=True))
    account = Account.objects.filter(person=person).first()
    return values | {value for value in (account and account.email, account and account.phone) if value}


def proved_addresses(account: Account) -> set[str]:
    """Give the addresses that codes have proved to be an account's."""
    proved = account.person.contact_points.filter(verified_at__isnull=False)
    values = set(proved.values_list("value", flat=True)) | {account.email or ""}
    return {value for value in (*values, account.phone if account.phone_verified else "") if value}


def is_suspended(person: Person) -> bool:
    """Say whether the safeguarding officer has suspended a helper."""
    return Companionship.objects.filter(companion=person, is_suspended=True).exists()


def is_own(elder: Person, value: str) -> bool:
    """Say whether an address is the elder's: an invitation there would be answered by themself, or by anybody."""
    own = ContactPoint.objects.filter(person=elder, value=value).exists()
    return own or Account.objects.filter(person=elder, **_at(value)).exists()


def _at(value: str) -> dict[str, str]:
    return {"email" if "@" in value else "phone": value}


def become_companion(row: Companionship, person: Person) -> None:
    """The helper is known from now on; what was noted to reach them is forgotten."""
    noted, row.companion, row.invited, row.contact = row.invited, person, None, ""
    row.save()
    grant_role(person, Role.COMPANION)
    if noted and noted.pk != person.pk:
        forget(noted)


def close(row: Companionship, state: CompanionshipState, *, by: EndedBy | None) -> None:
    """End a row; of an invitation that led to nothing, the address is forgotten."""
    row.state, row.ended_at, row.ended_by = state, timezone.now(), by.value if by else ""
    noted, row.invited, row.contact = row.invited, None, ""
    row.save()
    if noted and row.companion_id != noted.pk:
        forget(noted)


def note_deed(kind: history.Kind, row: Companionship, **facts: str) -> None:
    """Keep in history what happened, without a name."""
    history.note(
        kind, who=row.elder.key, subject=f"companionship:{row.pk}", is_check=row.elder.is_check,
        scopes=",".join(row.scopes), **facts,
    )  # fmt: skip


def helper_name(row: Companionship) -> str:
    """Give the helper's name: their own once they have accepted, until then as the elder wrote it."""
    return row.companion.name if row.companion else row.name


def announce(person: Person | None, kind: str, row: Companionship, *, address: str = "", **facts: Any) -> None:
    """Tell the elder or the helper; the elder's messages speak of the helper, the helper's of the elder."""
    if person is None:
        return
    is_elder = person.pk == row.elder_id
    with translation.override(person.language):
        other = helper_name(row) if is_elder else addressed(row.elder)
        said = {"name": other, "is_elder": is_elder, "scopes": row.scopes_in_words, "until": f"{row.ends_on:%d.%m.%Y}"}
    to_tell.send(
        sender=Companionship, person=person, kind=kind,
        key=f"{kind}:{row.pk}:{person.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        facts={**said, "address": address or reverse("helper:mine" if is_elder else "desk:home"), **facts},
    )  # fmt: skip
