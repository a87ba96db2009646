"""Questions about minors and their parents or guardians."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from ..models import Account, ContactPoint, FormerContact, Guardianship, GuardianState, Person
from .age import is_minor

LIVE = (GuardianState.ASKED, GuardianState.AGREED)
NO = (GuardianState.REFUSED, GuardianState.WITHDRAWN)


def valid_consents() -> QuerySet[Guardianship]:
    """Select the consents that count; where the setting asks for it, only of guardians whom staff have made sure of."""
    agreed = Guardianship.objects.filter(state=GuardianState.AGREED)
    return agreed.filter(confirmed_on__isnull=False) if settings.GUARDIAN_NEEDS_CALL else agreed


def binding_nos() -> QuerySet[Guardianship]:
    """Select what guardians refused or withdrew and no coordinator has set aside."""
    return Guardianship.objects.filter(state__in=NO, set_aside_at=None)


def needs_guardian(person: Person) -> bool:
    """Say whether what a person does may not count: a minor without a valid consent, or with one guardian's no."""
    if not is_minor(person):
        return False
    return not valid_consents().filter(minor=person).exists() or binding_nos().filter(minor=person).exists()


def without_consent() -> QuerySet[Person]:
    """Select the guarded for whom nothing may count; for lists and batches. A superset by those just come of age."""
    agreed, refused = valid_consents().filter(minor=OuterRef("pk")), binding_nos().filter(minor=OuterRef("pk"))
    return Person.objects.filter(~Exists(agreed) | Exists(refused), guarded=True)


def guardianship_of(person: Person) -> Guardianship | None:
    """Give the guardianship that decides how it stands: a no that holds, a yes, a request, else the newest."""
    rows = list(Guardianship.objects.filter(minor=person).select_related("guardian"))
    decides = [
        lambda row: row.holds_as_no,
        lambda row: row.is_agreed,
        lambda row: row.state == GuardianState.ASKED,
        lambda row: True,
    ]
    return next((row for test in decides for row in rows if test(row)), None)


def request_of(person: Person) -> Guardianship | None:
    """Give the request that a minor's guardian has not answered yet."""
    asked = Guardianship.objects.filter(minor=person, state=GuardianState.ASKED).select_related("guardian").first()
    return asked if asked and asked.is_open else None


def agreed_of(person: Person) -> Guardianship | None:
    """Give the consent that a minor's guardian has given, whether or not it counts yet."""
    return Guardianship.objects.filter(minor=person, state=GuardianState.AGREED).select_related("guardian").first()


def by_token(token: str) -> Guardianship | None:
    """Find the row of a guardian's address; None for one that is not ours, was replaced, or is too old."""
    number = token.partition("-")[0]
    if not number.isdecimal() or len(number) > 18:
        return None
    row = Guardianship.objects.select_related("minor", "guardian").filter(pk=int(number)).first()
    return row if row and row.is_token(token) and row.may_answer else None


def is_guardians(person: Person, value: str) -> bool:
    """Say whether an address is one a person's guardian is or was asked at: the two must stay apart."""
    if not person.guarded:
        return False
    rows = Guardianship.objects.filter(minor=person).exclude(contact="").exclude(state=GuardianState.ENDED)
    return any(same_box(value, contact) for contact in rows.values_list("contact", flat=True))


def is_own(person: Person, value: str) -> bool:
    """Say whether an address reaches the person: then it cannot be the guardian's."""
    account = Account.objects.filter(person=person).first()
    own = [account.email, account.phone] if account else []
    own += list(EmailAddress.objects.filter(user=account).values_list("email", flat=True)) if account else []
    own += list(ContactPoint.objects.filter(person=person).values_list("value", flat=True))
    return any(same_box(value, mine) for mine in own if mine)


def was_own(person: Person, value: str) -> bool:
    """Say whether an address reaches the person, or did once: a minor names nobody there as their guardian."""
    return is_own(person, value) or FormerContact.objects.filter(person=person, digest=digest_of(value)).exists()


def note_former(person: Person, value: str) -> None:
    """Remember, as a keyed hash, an address that a minor has given up."""
    if value:
        FormerContact.objects.get_or_create(person=person, digest=digest_of(value))


def digest_of(value: str) -> str:
    """Give the keyed hash of an address, the same for all ways of writing one mailbox."""
    return salted_hmac("people.former_contact", _box(value), algorithm="sha256").hexdigest()


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
