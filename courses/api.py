"""The door of the school: what other apps may call."""

from .domain.answers import elder_agreed, waiting_for_answer
from .domain.cancel import cancel
from .domain.certify import certificate_for, certificates_of, certify, discard_check, read_paper
from .domain.claims import name_for_papers
from .domain.complete import Advance, settle
from .domain.contribute import (
    begin_contribution,
    contributions_of,
    describe,
    send_for_review,
)
from .domain.enrol import enrol, leave
from .domain.hidden import held_among, held_words, is_lesson_shown
from .domain.pages import (
    NewQuestion,
    create_course,
    create_lesson,
    create_topic,
    extend_lesson,
    remove_check_course,
)
from .domain.playback import OpenedPlayback, begin, open_playback
from .domain.prepare import prepare
from .domain.progress import CourseProgress, LessonLine, continue_for, courses_held, courses_of, progress_of
from .domain.public_film import PlainFilm, open_film, refuse_unfit_film
from .domain.queries import CourseCard, Reach, newest_courses, reached_by
from .domain.quiz import Answered, answer_quiz, mark_read, quiz_of
from .domain.review import ask_for_another_take, half_way, place, waiting
from .domain.search_documents import course_documents, courses_shown, lesson_documents, lessons_shown
from .domain.taught import certify_taught, taught_certificate
from .domain.thanks import newest_for as newest_thanks
from .domain.thanks import thank
from .domain.verify import Finding, Verdict, check_paper, find
from .domain.watch import Outcome, Report, apply_report
from .domain.wording import hours_words
from .tasks import sweep

__all__ = [
    "Advance",
    "Answered",
    "CourseCard",
    "CourseProgress",
    "Finding",
    "LessonLine",
    "NewQuestion",
    "OpenedPlayback",
    "PlainFilm",
    "Outcome",
    "Reach",
    "Report",
    "Verdict",
    "answer_quiz",
    "apply_report",
    "ask_for_another_take",
    "begin",
    "begin_contribution",
    "cancel",
    "certificate_for",
    "certificates_of",
    "certify",
    "certify_taught",
    "check_paper",
    "continue_for",
    "contributions_of",
    "courses_held",
    "course_documents",
    "courses_of",
    "courses_shown",
    "create_course",
    "create_lesson",
    "create_topic",
    "describe",
    "discard_check",
    "elder_agreed",
    "enrol",
    "extend_lesson",
    "find",
    "half_way",
    "held_among",
    "held_words",
    "hours_words",
    "is_lesson_shown",
    "leave",
    "lesson_documents",
    "lessons_shown",
    "mark_read",
    "name_for_papers",
    "newest_courses",
    "newest_thanks",
    "open_film",
    "open_playback",
    "place",
    "prepare",
    "progress_of",
    "quiz_of",
    "reached_by",
    "read_paper",
    "refuse_unfit_film",
    "remove_check_course",
    "send_for_review",
    "settle",
    "sweep",
    "taught_certificate",
    "thank",
    "waiting",
    "waiting_for_answer",
]
