"""The words of a consent: what is asked, for what, how long, how to take it back, and what happens on death.

One wording has one version. Whoever changes a sentence here gives it a new version; the words that somebody has agreed
to stay with their consent as they were. A test holds the sentences and the version together.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .models import Consent, ConsentKind, Use

VERSION = "2026-11"
# A purpose is kept by its key and said in the language of the day; another text is shown as it is.
PURPOSES = {
    "teach": _lazy("To teach others: in the lessons and courses of this site."),
    "practice": _lazy("To show what learners have made."),
    "learn": _lazy("To take part in the courses of this site."),
}


@dataclass(frozen=True)
class Clause:
    """One point of a consent: its heading, and what it says."""

    heading: str
    text: str


def clauses(consent: Consent) -> list[Clause]:
    """Give the points of a consent in the active language, without the uses, which are ticked one by one."""
    return [
        Clause(_("Who asks"), _asks(consent)),
        Clause(_("What it is about"), _about(consent)),
        Clause(_("What it is for"), str(PURPOSES.get(consent.purpose, consent.purpose))),
        Clause(_("How long it holds"), _how_long(consent.until)),
        Clause(_("How to take it back"), _taking_back(consent)),
        Clause(_("After my death"), _after_death()),
        Clause(_("Freely given"), _("I agree freely and without pay. I may also say no, and nothing is lost by it.")),
    ]


def statement(consent: Consent) -> str:
    """Give the sentence that one agrees to with a tick or a signature."""
    facts = {"organisation": consent.organisation}
    if consent.kind == ConsentKind.FILM and consent.is_own:
        words = _("I agree that %(organisation)s shows my video on this site, with my voice, my picture and my name.")
    elif consent.kind == ConsentKind.FILM:
        words = _("I agree that %(organisation)s shows this video on this site, in which I can be seen or heard.")
    elif consent.kind == ConsentKind.GUARDIAN:
        words = _("I agree that my child takes part in the courses of %(organisation)s.")
    else:
        words = _("I agree that %(organisation)s shows this on this site.")
    return words % facts


def full_words(consent: Consent, uses: list[str]) -> str:
    """Give everything that was agreed to as one text in the active language, to be kept."""
    lines = [statement(consent), *(f"{clause.heading}: {clause.text}" for clause in clauses(consent))]
    allowed = "; ".join(use_in_words(use) for use in ordered(uses))
    refused = "; ".join(use_in_words(use) for use in ordered(set(consent.asked_uses) - set(uses)))
    lines.append("{}: {}.".format(_("I agree to"), allowed))
    if refused:
        lines.append("{}: {}.".format(_("I do not agree to"), refused))
    return "\n".join(lines)


def ordered(uses: list[str] | set[str]) -> list[str]:
    """Put uses into the order in which they are shown."""
    return [use.value for use in Use if use.value in uses]


def use_in_words(use: str) -> str:
    """Say a use; the one abroad names the services."""
    if use == Use.ABROAD:
        return _("Send it to a service abroad: %(services)s") % {"services": ", ".join(settings.SERVICES_ABROAD)}
    return str(Use(use).label)


def _asks(consent: Consent) -> str:
    facts = {"organisation": consent.organisation, "person": consent.person.name, "phone": settings.HELP_PHONE}
    return _("%(organisation)s asks %(person)s. Phone: %(phone)s.") % facts


def _about(consent: Consent) -> str:
    facts = {"title": consent.title or _("without a title yet")}
    if consent.kind == ConsentKind.FILM and consent.is_own:
        return _("My video “%(title)s”, with my voice, my picture and my name.") % facts
    if consent.kind == ConsentKind.FILM:
        return _("The video “%(title)s”, in which I can be seen or heard.") % facts
    if consent.kind == ConsentKind.VOICE:
        return _("A recording of my voice: “%(title)s”.") % facts
    if consent.kind == ConsentKind.PICTURE:
        return _("A picture of me: “%(title)s”.") % facts
    if consent.kind == ConsentKind.WORK:
        return _("Something I made: “%(title)s”, with my name.") % facts
    return _("What a child does here: “%(title)s”.") % facts


def _how_long(until: date | None) -> str:
    if until is None:
        return _("Until I take it back.")
    return _("Until %(date)s, or until I take it back.") % {"date": date_format(until, "DATE_FORMAT")}


def _taking_back(consent: Consent) -> str:
    facts = {"phone": settings.HELP_PHONE}
    how = _("I may take it back at any time, without a reason: under “What I agreed to”, or by phone: %(phone)s.")
    words = how % facts
    if consent.kind != ConsentKind.FILM:
        return words
    after = _(
        "Within a minute nobody can watch the video here any more, and its files are removed. Copies that others have "
        "already taken cannot be recalled. Learners keep their certificates."
    )
    return f"{words} {after}"


def _after_death() -> str:
    return _(
        "If I die, or can no longer decide for myself, you stop writing to me. A relative then decides in my place."
    )
