"""Whom a teacher reached and what was said to them: what their warmest page shows. Changes nothing.

People are counted once each, checks of the system and the teacher not at all.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Ask, CoursePage, FilmProgress, LessonPage, Practice, Thanks
from elearn.people.api import public_name
from elearn.people.models import Person

from ..building.tree import COURSE_PATH
from ..queries import Reach, reached_by
from ..works.gallery import works_of
from . import asks, thanks

LATELY = timedelta(days=30)
MOST_QUESTIONS = 5
MOST_ANSWERS = 3
MOST_WORKS = 4
MOST_WORDS = 10
MOST_HEARD = 5  # words of thanks that are read aloud


@dataclass(frozen=True)
class Warm:
    """What a teacher's page of people shows."""

    reach: Reach
    lately: int  # people who watched in the last thirty days
    words: list[Thanks]
    more_words: bool
    questions: list[Ask]  # that wait for an answer
    more_questions: bool
    answered: list[Ask]
    works: list[Practice]  # what learners made, accepted

    @property
    def first(self) -> Thanks | None:
        """The newest words, which stand at the top."""
        return self.words[0] if self.words else None

    @property
    def is_new(self) -> bool:
        """Whether nobody has come yet."""
        return not (self.reach.watchers or self.words or self.questions or self.answered or self.works)


def warm_page(teacher: Person) -> Warm:
    """Read all of it: the same few queries however many people there are."""
    words = thanks.newest_for(teacher, MOST_WORDS + 1)
    waiting = asks.shown(list(asks.to_answer(teacher)[: MOST_QUESTIONS + 1]))
    answered = asks.asked_of(teacher).filter(answered_at__isnull=False).order_by("-answered_at", "-pk")
    return Warm(
        reach=reached_by(teacher),
        lately=_lately(teacher),
        words=words[:MOST_WORDS],
        more_words=len(words) > MOST_WORDS,
        questions=waiting[:MOST_QUESTIONS],
        more_questions=len(waiting) > MOST_QUESTIONS,
        answered=asks.shown(list(answered[:MOST_ANSWERS])),
        works=list(works_of(teacher)[:MOST_WORKS]),
    )


def _lately(teacher: Person) -> int:
    taught = CoursePage.objects.filter(teacher=teacher).values("path")
    lessons = LessonPage.objects.annotate(of_course=COURSE_PATH).filter(of_course__in=taught, film__isnull=False)
    mine = Q(film__contribution__person=teacher) | Q(film__in=lessons.values("film"))
    seen = FilmProgress.objects.filter(mine, watched_ms__gt=0, person__is_check=False)
    seen = seen.filter(changed_at__gte=timezone.now() - LATELY).exclude(person=teacher)
    return seen.values("person").distinct().count()


def in_words(warm: Warm) -> list[str]:
    """Say the page aloud: first what was said, then how many, then what waits."""
    said = [_said(note) for note in warm.words[:MOST_HEARD]]
    asked = [
        _("%(name)s asks: %(text)s") % {"name": public_name(ask.person), "text": ask.text} for ask in warm.questions
    ]
    if asked:
        waits = ngettext("One question waits for your answer.", "%(count)d questions wait for your answer.", len(asked))
        asked = [waits % {"count": len(asked)}, *asked]
    return [*said[:1], *reach_words(warm.reach), *asked, *said[1:]] or [_("Nobody has written yet.")]


def _said(note: Thanks) -> str:
    return _("%(name)s writes: %(text)s") % {"name": public_name(note.person), "text": note.submission.text}


def reach_words(reach: Reach) -> list[str]:
    """Say whom a teacher reached: "312 people watched your lessons." "14 wrote to you."; nothing where nobody did."""
    said = []
    if reach.watchers:
        watched = ngettext(
            "%(count)d person watched your lessons.", "%(count)d people watched your lessons.", reach.watchers
        )
        said.append(watched % {"count": reach.watchers})
    if reach.wrote:
        wrote = ngettext("%(count)d person wrote to you.", "%(count)d people wrote to you.", reach.wrote)
        said.append(wrote % {"count": reach.wrote})
    return said
