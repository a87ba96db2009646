"""Works of learners for the rooms below: what a concern, a moderator and a consent are shown of them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Practice, PracticeState
from elearn.people.api import public_name, show_subject
from elearn.people.subjects import Shown
from elearn.safety.api import Found, hidden_among, name_kind, register_subject, show_words
from elearn.safety.models import Submission, SubmissionState

from .practice import KIND, REPLY


def register() -> None:
    """Make works known to safety and to consents."""
    register_subject("practice", practice_subject)
    name_kind(KIND, gettext_lazy("What learners made"))
    name_kind(REPLY, gettext_lazy("Words to what learners made"))
    show_words(KIND, work_of_words)
    show_subject("practice", work_of_consent)


def practice_subject(reference: str) -> Found | None:
    """A work that others than its maker can see: who answers it, or all; hidden at once where it puts one at risk."""
    work = _work(reference)
    if work is None or work.submission is None or work.submission.state != SubmissionState.APPROVED:
        return None
    subject = f"practice:{work.pk}"
    facts = {"name": public_name(work.person), "title": work.lesson.title}
    return Found(
        words=_("what %(name)s made for “%(title)s”") % facts,
        address=work.lesson.url or "",
        text=work.words,
        look=reverse("courses:work_picture", args=[work.pk]) if work.picture else "",
        hides=(subject,),
        hides_anonymous=(subject,),
        is_shown=not hidden_among([subject]),
    )


def work_of_words(words: Submission) -> Shown | None:
    """How moderators see a work: the photo."""
    work = Practice.objects.filter(submission=words).exclude(picture="").select_related("lesson").first()
    return Shown("courses/admin/_work.html", {"work": work}) if work else None


def work_of_consent(key: str) -> Shown | None:
    """How a work is shown to who is asked whether it may hang."""
    work = _work(key)
    return Shown("courses/_work_of_consent.html", {"work": work}) if work and work.picture else None


def _work(reference: str) -> Practice | None:
    number = int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 15 else 0
    rows = Practice.objects.exclude(state=PracticeState.WITHDRAWN).select_related("person", "lesson", "submission")
    return rows.filter(pk=number).first()
