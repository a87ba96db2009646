"""What a badge is a badge of, as everybody may read it: a public course, or what is learnt and given in person."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from courses.documents.badge_picture import BadgeWords
from courses.models import Certificate, CoursePage

from ..certificates.claims import Claims
from ..certificates.wording import hours_words


@dataclass(frozen=True)
class Described:
    """An achievement in words. `words` are those on its picture."""

    name: str
    description: str
    criteria: str
    words: BadgeWords


def described(key: str) -> Described | None:
    """Describe an achievement by the key in its address; None when there is none that is public."""
    kind, _dash, number = key.partition("-")
    if kind == "course" and number.isascii() and number.isdigit() and len(number) < 10:
        return _course(int(number))
    if key == "home":
        return _general(_("Learning at home"), _("Visits of a trainer at home, and what was looked at together."))
    if key == "contribution":
        given = _("Lessons, answers or talks of this person were given to learners and accepted by our coordinators.")
        return _general(_("Gave what they know to younger people"), given)
    return None


def words_of(certificate: Certificate) -> BadgeWords:
    """Give the words on the picture of somebody's badge."""
    claims = Claims.from_json(certificate.claims)
    return _words(certificate.language, claims.course, claims.issuer)


def _course(number: int) -> Described | None:
    """Describe a course that is public, or that somebody has a badge of: drafts are nobody's business."""
    course = CoursePage.objects.select_related("locale").filter(pk=number, is_check=False).first()
    if course is None:
        return None
    if not course.live and not Certificate.objects.issued().filter(enrolment__course=number).exists():
        return None
    language = course.locale.language_code
    with translation.override(language):
        required = _("Required: %(what)s") % {"what": hours_words(course.hours)}
        met = _("All requirements of the course “%(course)s” have been met.") % {"course": course.title}
    return Described(course.title, met, required, _words(language, course.title, settings.WAGTAIL_SITE_NAME))


def _general(name: str, criteria: str) -> Described:
    language = translation.get_language()
    return Described(name, name, criteria, _words(language, name, settings.WAGTAIL_SITE_NAME))


def _words(language: str, title: str, issuer: str) -> BadgeWords:
    with translation.override(language):
        return BadgeWords(language=language, heading=_("Certificate of completion"), title=title, issuer=issuer)
