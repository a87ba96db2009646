"""The Open Badges credential of a certificate: issued in the same act, issued anew when what it shows changes.

It says what was required and that it was met; no name (a badge travels further than a paper), and no result unless
the holder wishes. Whose it is can be shown with salted hashes: of number and code, which the holder knows from the
paper, and of the e-mail address that they proved. Our own copy is recognised by its digest, and answers for its state
are read from the row, never from a list that somebody brings.
"""

import hashlib
import secrets
from collections.abc import Iterable
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.documents.credential import CredentialFacts, Recognition, sign_credential
from courses.errors import TooManyBadges, TooYoungToShow
from courses.models import Certificate, ReplacedCredential
from elearn.history.api import Kind, note
from elearn.people.models import ContactPoint

from ..certificates.claims import Claims
from ..certificates.shown import CHOICES, results_words, shown_of
from ..certificates.wording import (
    contribution_lines,
    hours_words,
    lessons_words,
    recognition_words,
    skills_words,
    statement_words,
    visits_words,
)
from . import badge_keys, status_lists
from .badge_addresses import (
    achievement_address,
    achievement_key,
    issuer_address,
    keys_address,
    list_address,
    picture_address,
)

# One who keeps changing what a badge shows uses up places in the published list.
MOST_REPLACED = 20


def proved_emails(people: Iterable[int]) -> dict[int, str]:
    """Give the e-mail address that each of these people (by key in the database) has proved to be theirs alone."""
    rows = ContactPoint.objects.filter(
        person__in=people, kind=ContactPoint.Kind.EMAIL, verified_at__isnull=False, is_shared=False
    )
    return dict(rows.order_by("is_preferred", "-pk").values_list("person", "value"))


def facts_of(
    certificate: Certificate, claims: Claims, *, emails: dict[int, str] | None = None
) -> CredentialFacts | None:
    """Gather what the credential of a certificate says; None while it has no place in a status list."""
    place = certificate.status_list
    if place is None or certificate.status_index is None:
        return None
    holder = certificate.person
    email = (proved_emails([holder.pk]) if emails is None else emails).get(holder.pk)
    key = achievement_key(certificate)
    with translation.override(certificate.language):
        return CredentialFacts(
            id=uuid4().urn,
            issuer=issuer_address(),
            issuer_name=claims.issuer,
            issuer_url=settings.BASE_URL,
            keys=keys_address(),
            achievement=achievement_address(key) + _which(key, claims),
            name=claims.course,
            description=description_words(claims),
            criteria=criteria_words(claims),
            picture=picture_address(key),
            issued_at=certificate.issued_at,
            valid_until=certificate.valid_until,
            status_list=list_address(place.number),
            status_index=certificate.status_index,
            salt=secrets.token_hex(16),
            identities=_identities(certificate, email),
            recognition=_recognition(claims),
            results=tuple(results_words(shown_of(certificate))) if certificate.shows else (),
        )


def _which(key: str, claims: Claims) -> str:
    """Tell achievements apart that share an address: those of what was learnt at home, by their titles."""
    if key.startswith("course-"):
        return ""
    return f"?of={hashlib.sha256(claims.course.encode()).hexdigest()[:16]}"


def _identities(certificate: Certificate, email: str | None) -> tuple[tuple[str, str], ...]:
    known = ("systemId", certificate.reference)
    return (known, ("emailAddress", email.lower())) if email else (known,)


def _recognition(claims: Claims) -> Recognition | None:
    """Give the qualification that the paper names; None unless all is there that proves it."""
    found = claims.recognition
    if not found:
        return None
    return Recognition(found["framework"], found["level"], found["decision_number"], recognition_words(claims))


def description_words(claims: Claims) -> str:
    """Say in one line what was achieved, in the active language; no name of the holder."""
    return contribution_lines(claims)[0] if claims.is_contribution else statement_words(claims)[0]


def criteria_words(claims: Claims) -> str:
    """Say what was required, in the active language: never how well or how fast it was met."""
    if claims.is_contribution:
        return " · ".join(claims.gave)
    required = [visits_words(claims.visits) if claims.is_taught else lessons_words(claims.lessons)]
    if claims.is_taught or claims.shows_hours:
        required.append(hours_words(claims.hours))
    lines = [_("Required: %(what)s") % {"what": " · ".join(required)}, skills_words(claims)]
    return "\n".join(line for line in lines if line)


# Deeds ----------------------------------------------------------------------------------------------------
def ensure(certificate: Certificate) -> Certificate:
    """Give a certificate from before badges its credential; changes nothing on one that has it, or counts no more."""
    if certificate.credential_sha256 or not _takes_badge(certificate):
        return certificate
    with transaction.atomic():
        locked = _locked(certificate)
        if locked.paper and not locked.credential_sha256 and _takes_badge(locked):
            _issue(locked)
    return locked


def _takes_badge(certificate: Certificate) -> bool:
    gone = certificate.cancelled_at or certificate.superseded_at or certificate.holder_is_removed
    return not gone


@transaction.atomic
def choose_shown(certificate: Certificate, *, shows: Iterable[str]) -> Certificate:
    """Show what the holder wishes and no more, on the page and in a new badge; the badge before it counts no more.

    To show less is always possible. Raises TooYoungToShow and TooManyBadges.
    """
    wished = set(shows)
    wanted = [key for key, _words in CHOICES if key in wished]
    locked = _locked(certificate)
    if wanted == locked.shows:
        return locked
    if set(wanted) - set(locked.shows):
        _refuse_more(locked)
    locked.shows = wanted
    locked.save(update_fields=["shows"])
    note(
        Kind.CREDENTIAL_SHOWN, who=locked.person.key, subject=locked.subject, is_check=locked.is_check,
        shows=" ".join(wanted),
    )  # fmt: skip
    if locked.credential_sha256 and not (locked.cancelled_at or locked.superseded_at):
        _retire(locked)
        _issue(locked)
    return locked


def _refuse_more(locked: Certificate) -> None:
    if locked.person.guarded:
        raise TooYoungToShow
    if locked.replaced_credentials.count() >= MOST_REPLACED:
        raise TooManyBadges


def _locked(certificate: Certificate) -> Certificate:
    rows = Certificate.objects.with_holder().select_related("enrolment__course", "status_list")
    found: Certificate = rows.select_for_update(of=("self",)).get(pk=certificate.pk)
    return found


def _retire(locked: Certificate) -> None:
    """Put the credential among those that count no more; its place in the list stays taken and its bit is set."""
    if locked.status_list is None or locked.status_index is None:
        raise ValueError("A credential has a place in a status list.")
    ReplacedCredential.objects.create(
        certificate=locked, credential_sha256=locked.credential_sha256, status_list=locked.status_list,
        status_index=locked.status_index, replaced_at=timezone.now(),
    )  # fmt: skip
    status_lists.changed(locked.status_list_id)
    locked.status_list = None


def _issue(locked: Certificate) -> None:
    """Sign a credential for a certificate that has none, in a place of its own."""
    if locked.status_list is None:
        [(locked.status_list, locked.status_index)] = status_lists.take(1)
    facts = facts_of(locked, Claims.from_json(locked.claims))
    if facts is None:
        raise ValueError("A credential needs a place in a status list.")
    locked.credential = sign_credential(facts, badge_keys.key())
    locked.credential_sha256 = hashlib.sha256(locked.credential.encode()).hexdigest()
    locked.save(update_fields=["status_list", "status_index", "credential", "credential_sha256"])
