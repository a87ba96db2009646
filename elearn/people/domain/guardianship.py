"""Questions about minors and their parents or guardians."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Account, ContactPoint, Guardianship, GuardianState, Person
from .age import is_minor

LIVE = (GuardianState.ASKED, GuardianState.AGREED)


def needs_guardian(person: Person) -> bool:
    """Say whether what a person does may not count: a minor without a guardian's valid consent."""
    if not is_minor(person):
        return False
    return not Guardianship.objects.filter(minor=person, state=GuardianState.AGREED).exists()


def without_consent() -> QuerySet[Person]:
    """Select the guarded who have no valid consent; for lists and batches. A superset by those just come of age."""
    agreed = Guardianship.objects.filter(minor=OuterRef("pk"), state=GuardianState.AGREED)
    return Person.objects.filter(~Exists(agreed), guarded=True)


def guardianship_of(person: Person) -> Guardianship | None:
    """Give the guardianship under way, else the newest that matters to the minor; None when nobody was asked."""
    rows = list(Guardianship.objects.filter(minor=person).select_related("guardian"))
    return next((row for row in rows if row.state in LIVE), rows[0] if rows else None)


def by_token(token: str) -> Guardianship | None:
    """Find the row of a guardian's address; None for one that is not ours, was replaced, or is too old."""
    number = token.partition("-")[0]
    if not number.isdecimal() or len(number) > 18:
        return None
    row = Guardianship.objects.select_related("minor", "guardian").filter(pk=int(number)).first()
    return row if row and row.is_token(token) and row.may_answer else None


def is_guardians(person: Person, value: str) -> bool:
    """Say whether an address is the one a person's guardian is asked at: the two must stay apart."""
    if not person.guarded:
        return False
    live = Guardianship.objects.filter(minor=person, state__in=LIVE).values_list("contact", flat=True)
    return any(same_box(value, contact) for contact in live)


def is_own(person: Person, value: str) -> bool:
    """Say whether an address reaches the person: then it cannot be the guardian's."""
    account = Account.objects.filter(person=person).first()
    own = [account.email, account.phone] if account else []
    own += list(ContactPoint.objects.filter(person=person).values_list("value", flat=True))
    return any(same_box(value, mine) for mine in own if mine)


def is_a_minors(value: str) -> bool:
    """Say whether an address signs in somebody under age, who can be nobody's guardian."""
    accounts = Account.objects.filter(Q(phone=value) | Q(email__iexact=value))
    return any(is_minor(account.person) for account in accounts)


def same_box(one: str, other: str) -> bool:
    """Say whether two addresses reach one mailbox: what follows a plus sign is the same person's doing."""
    return _box(one) == _box(other)


def _box(value: str) -> str:
    local, at, host = value.strip().lower().partition("@")
    if not at:
        return local
    local = local.partition("+")[0]
    if host in ("gmail.com", "googlemail.com"):
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}"
