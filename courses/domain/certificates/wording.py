"""Puts a certificate's claims into words: on the paper in the holder's language, on pages in the reader's."""

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.documents.certificate import Paper
from courses.models import Certificate

from . import design_facts
from .claims import Claims

NO_BREAK = "\N{NO-BREAK SPACE}"


def hours_words(hours: Decimal) -> str:
    """Say "2 hours" or "1.5 hours" in the active language."""
    number = number_format(hours.normalize(), use_l10n=True)
    if hours == hours.to_integral_value():
        return ngettext("%(number)s hour", "%(number)s hours", int(hours)) % {"number": number_format(int(hours))}
    return pgettext("a fraction, such as 1.5", "%(number)s hours") % {"number": number}


def lessons_words(count: int) -> str:
    """Say "6 lessons" in the active language."""
    return ngettext("%(number)s lesson", "%(number)s lessons", count) % {"number": number_format(count)}


def visits_words(count: int) -> str:
    """Say "5 visits" in the active language."""
    return ngettext("%(number)s visit", "%(number)s visits", count) % {"number": number_format(count)}


def taught_lines(claims: Claims) -> tuple[str, ...]:
    """Say what was learnt at home, of whom, in how many hours, and what was looked at together."""
    scope = [visits_words(claims.visits), hours_words(claims.hours)]
    if claims.teacher:
        scope.append(_("with the trainer %(name)s") % {"name": claims.teacher})
    lines = [_("The course “%(course)s”, taught at home, is completed.") % {"course": claims.course}, " · ".join(scope)]
    if claims.skills:
        whole = [skill.replace(" ", NO_BREAK) for skill in claims.skills]  # a line ends between two, not within one
        lines.append(_("Looked at together: %(skills)s") % {"skills": " · ".join(whole)})
    return tuple(lines)


def statement_words(claims: Claims) -> tuple[str, ...]:
    """Say what the paper certifies, in lines."""
    if claims.is_taught:
        return taught_lines(claims)
    if claims.is_contribution:
        return contribution_lines(claims)
    lines = (
        _("All requirements of the course “%(course)s” have been met.") % {"course": claims.course},
        scope_words(claims),
    )
    return (*lines, recognition_words(claims)) if claims.recognition else lines


def contribution_lines(claims: Claims) -> tuple[str, ...]:
    """Thank somebody for what they gave in a year, a line each."""
    return (
        _("With our thanks for handing on what you know, in %(year)s.") % {"year": claims.gave_in},
        " · ".join(claims.gave),
    )


def recognition_words(claims: Claims) -> str:
    """Say who recognised it as what, by which decision; "" where nobody did."""
    found = claims.recognition
    if not found:
        return ""
    facts = found | {"day": day_words(date.fromisoformat(found["decision_date"]))}
    return (
        _("Recognised by %(recognised_by)s, decision No. %(decision_number)s of %(day)s: %(framework)s, %(level)s.")
        % facts
    )


def scope_words(claims: Claims) -> str:
    """Say in one line what was required, and of whom it was learnt. Never how long anybody really sat there."""
    parts = [lessons_words(claims.lessons)]
    if claims.shows_hours:
        parts.append(hours_words(claims.hours))
    if claims.live_minutes:
        parts.append(_("partly live"))
    if claims.teacher:
        parts.append(_("teacher: %(name)s") % {"name": claims.teacher})
    return " · ".join(parts)


def day_words(day: date) -> str:
    """Write a date in words in the active language, with months as small as it has them: "21 noyabr 2026"."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    words = date_format(day, "j E Y")
    # Django's Azerbaijani months are capitals: "İyul" has to become "iyul", with its one dot.
    return words if translation.get_language() == "en" else words.replace("İ", "i").lower()


def public_address(certificate: Certificate) -> str:
    """Give the complete address of the certificate's page."""
    return f"{settings.BASE_URL}{certificate.get_absolute_url()}"


def paper_of(certificate: Certificate, claims: Claims) -> Paper:
    """Word the paper in the certificate's own language."""
    with translation.override(certificate.language):
        return _paper(certificate, claims)


def _paper(certificate: Certificate, claims: Claims) -> Paper:
    address = public_address(certificate)
    host = urlsplit(settings.BASE_URL).netloc
    language, design = certificate.language, claims.design
    return Paper(
        language=language,
        title=_("Certificate %(number)s: %(name)s") % {"number": certificate.number, "name": claims.holder},
        issuer=design_facts.organisation(design, language) or claims.issuer,
        heading=_("Certificate of thanks") if claims.is_contribution else _("Certificate"),
        holder=claims.holder,
        statement=statement_words(claims),
        number=certificate.number,
        date=day_words(claims.issued_on),
        disclaimer="",
        signatory=claims.coordinator or claims.issuer,
        signatory_role=_("Coordinator") if claims.coordinator else _("Issued by"),
        check_words=_("To check it:"),
        address=address,
        place=f"{host}/c/",
        reference=certificate.reference,
        reference_lines=(f"{certificate.number}-", certificate.grouped_code),
        code_words=_("QR code with the address of this certificate’s page"),
        note=design_facts.own_words(design, language),
        skills="" if claims.is_taught else skills_words(claims),
        valid_until=until_words(certificate),
        in_languages=() if claims.recognition else in_every_language(),
        signatories=design_facts.signatories(design, language, words=_("Signature of %(name)s")),
        logos=design_facts.logos(design),
    )


def skills_words(claims: Claims) -> str:
    """Say what one can do after the course; "" where nobody wrote it."""
    whole = [skill.replace(" ", NO_BREAK) for skill in claims.skills]  # a line ends between two, not within one
    return _("What was learnt: %(skills)s") % {"skills": " · ".join(whole)} if whole else ""


def until_words(certificate: Certificate) -> str:
    """Say until when it is valid, the day included; "" where it is for ever."""
    if certificate.valid_until is None:
        return ""
    return _("Valid until %(day)s") % {"day": day_words(certificate.valid_until)}


def in_every_language() -> tuple[tuple[str, str], ...]:
    """Say in all our languages that it is no state document: the language of the paper first."""
    first = translation.get_language() or settings.LANGUAGE_CODE
    found = []
    for code in sorted(dict(settings.LANGUAGES), key=lambda code: (code != first, code)):
        with translation.override(code):
            found.append((code, _("This is not a state education document.")))
    return tuple(found)
