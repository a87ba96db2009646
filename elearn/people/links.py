"""Signed addresses for who answers without signing in: one consent, or all that a relative decides about.

They go only to the person's own contact, and a link works only while that contact is theirs: once a wrong address is
corrected, or somebody else decides, what was sent there opens nothing any more. They are short, for text messages.
"""

from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from elearn.web.api import number_in

from .domain.address import best_contact
from .domain.standing import decider_of
from .models import Consent, Person

SIGNS = 20  # of 4 bits each


def consent_address(consent: Consent, person: Person) -> str:
    """Give the path at which a person answers, as it is sent to their contact."""
    contact = best_contact(person)
    return reverse("consent_link", args=[_token(*_of_consent(consent, person), contact.value if contact else "")])


def consent_by(token: str) -> Consent | None:
    """Give the consent that a link opens; None when it opens none, or not any more."""
    consent = Consent.objects.select_related("person__relative").filter(pk=_number(token)).first()
    decider = decider_of(consent.person) if consent else None
    if consent is None or decider is None:
        return None
    return consent if _is_for(token, decider, *_of_consent(consent, decider)) else None


def relative_address(person: Person) -> str:
    """Give the path at which the relative of a person finds what they decide about."""
    contact = best_contact(person.relative) if person.relative else None
    return reverse("consents_for", args=[_token(*_of_relative(person), contact.value if contact else "")])


def person_by(token: str) -> Person | None:
    """Give the person whose relative a link is for; None when somebody else decides now."""
    person = Person.objects.select_related("relative").filter(pk=_number(token)).first()
    if person is None or person.speaks_for_themself or person.relative is None:
        return None
    decides = decider_of(person) == person.relative
    return person if decides and _is_for(token, person.relative, *_of_relative(person)) else None


def _of_consent(consent: Consent, person: Person) -> tuple[int, str]:
    return consent.pk, f"consent:{consent.key.hex}:{consent.link_number}:{person.pk}"


def _of_relative(person: Person) -> tuple[int, str]:
    return person.pk, f"relative:{person.key.hex}:{person.standing}:{person.relative_id}"


def _token(number: int, what: str, contact: str) -> str:
    signature = salted_hmac("people.consent", f"{what}:{contact}", algorithm="sha256").hexdigest()[:SIGNS]
    return f"{number}-{signature}"


def _is_for(token: str, person: Person, number: int, what: str) -> bool:
    values = person.contact_points.values_list("value", flat=True)
    return any(constant_time_compare(token, _token(number, what, value)) for value in values)


def _number(token: str) -> int:
    return number_in(token.partition("-")[0])
