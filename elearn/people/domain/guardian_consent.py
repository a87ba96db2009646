"""A guardian's yes also stands among the consents, with its words and steps, like every other consent here."""

from django.utils import translation
from django.utils.translation import gettext as _

from ..errors import ConsentProblem, GuardianRefused
from ..models import Account, Consent, ConsentKind, ConsentWay, Guardianship, Use, Way
from .consent import ask_consent, give_consent, withdraw_consent
from .names import public_name


def subject_of(row: Guardianship) -> str:
    """Name a guardianship as the subject of a consent."""
    return f"guardianship:{row.pk}"


def keep_yes(row: Guardianship, *, language: str, by: Account | None) -> None:
    """Write the consent down in the language it was given in. Raises GuardianRefused("staff") for who may not."""
    way = ConsentWay.PHONE if row.way == Way.PHONE else ConsentWay.CLICK
    with translation.override(language):
        consent = ask_consent(
            row.minor, subject=subject_of(row), purpose=_("Taking part in courses on this site"), uses=[Use.LEARN],
            kind=ConsentKind.GUARDIAN, title=public_name(row.minor), by=by,
        )  # fmt: skip
        try:
            give_consent(consent, way=way, by=by, speaker=row.guardian.name if row.guardian else "")
        except ConsentProblem as error:
            raise GuardianRefused("staff") from error


def keep_withdrawal(row: Guardianship, *, reason: str = "") -> None:
    """Take the consent of a guardianship back; a second time changes nothing."""
    for consent in Consent.objects.filter(subject=subject_of(row), kind=ConsentKind.GUARDIAN):
        withdraw_consent(consent, by=None, reason=reason)


def guardianship_behind(consent: Consent) -> Guardianship | None:
    """Give the guardianship that a consent stands for."""
    number = consent.subject.removeprefix("guardianship:")
    if consent.kind != ConsentKind.GUARDIAN or not number.isdecimal():
        return None
    return Guardianship.objects.filter(pk=int(number)).first()
