"""The door of the school: what other apps may call."""

from .domain.badges.badge_keys import public_key as badge_key
from .domain.badges.status_lists import token_of as status_list_token
from .domain.building.pages import (
    create_bank,
    create_course,
    create_lesson,
    create_module,
    create_topic,
    extend_lesson,
    remove_check_course,
)
from .domain.building.tree import course_of
from .domain.certificates.cancel import cancel
from .domain.certificates.certify import certificate_for, certificates_of, certify, discard_check, read_paper
from .domain.certificates.claims import Claims, name_for_papers
from .domain.certificates.design_facts import current_mark as design_mark
from .domain.certificates.designs import approve_design
from .domain.certificates.kept import tell_kept
from .domain.certificates.keys import known_certificates
from .domain.certificates.taught import certify_taught, taught_certificate
from .domain.certificates.verdict import Finding, Verdict
from .domain.certificates.verify import check_file, check_paper, find
from .domain.certificates.wording import hours_words, paper_of
from .domain.cohorts.cohorts import groups_for
from .domain.films.answers import elder_agreed, waiting_for_answer
from .domain.films.caption_excuse import go_without as go_without_captions
from .domain.films.captions import hand_in as hand_in_captions
from .domain.films.captions import open_track as open_caption_track
from .domain.films.captions import reach as reach_captions
from .domain.films.captions import review as review_captions
from .domain.films.captions import save as save_captions
from .domain.films.contribute import begin_contribution, contributions_of, describe, send_for_review
from .domain.films.film_work import attach as put_beside
from .domain.films.public_film import PlainFilm, open_film, refuse_unfit_film
from .domain.films.review import ask_for_another_take, half_way, place, settle_film, waiting
from .domain.hidden import held_among, held_words, is_lesson_shown
from .domain.learning.complete import Advance, settle
from .domain.learning.enrol import enrol, leave
from .domain.learning.hours import Hours, hours_learned
from .domain.learning.notes import newest_notes
from .domain.learning.progress import CourseProgress, LessonLine, continue_for, courses_held, courses_of, progress_of
from .domain.learning.requests import waiting as wishes_waiting
from .domain.prepare import prepare
from .domain.queries import CourseCard, Reach, newest_courses, reached_by
from .domain.quizzes.attempts import Answered, answer_quiz
from .domain.quizzes.new_questions import NewQuestion, QuizRules
from .domain.quizzes.quiz import mark_read, quiz_of
from .domain.search_documents import (
    course_documents,
    courses_shown,
    lesson_documents,
    lessons_shown,
    lessons_with,
    pages_not_to_find,
    said_in,
)
from .domain.talk.asks import waiting_for as asks_waiting
from .domain.talk.thanks import newest_for as newest_thanks
from .domain.talk.thanks import thank
from .domain.watching.playback import OpenedPlayback, begin, open_playback
from .domain.watching.watch import Outcome, Report, apply_report
from .domain.webinars.health import next_within as next_webinar_within
from .domain.webinars.health import workers_now as webinar_workers
from .domain.webinars.queries import asked as webinars_asked
from .domain.webinars.queries import coming as coming_webinars
from .domain.webinars.queries import offers_waiting as webinars_offered
from .domain.webinars.queries import shown as public_webinars
from .domain.webinars.search_documents import webinar_documents, webinars_named_after, webinars_shown
from .domain.webinars.studio import Today, today_for
from .domain.webinars.watching import ComingWebinar, coming_webinar
from .domain.works.waiting import works_to_encourage, works_waiting
from .player_words import beside_words
from .quizzes.kinds import Question
from .tasks import sweep, sweep_learning, sweep_webinars
from .tasks_papers import issue_for

__all__ = [
    "Advance",
    "Answered",
    "Claims",
    "ComingWebinar",
    "CourseCard",
    "CourseProgress",
    "Finding",
    "Hours",
    "LessonLine",
    "NewQuestion",
    "OpenedPlayback",
    "Outcome",
    "PlainFilm",
    "Question",
    "QuizRules",
    "Reach",
    "Report",
    "Today",
    "Verdict",
    "answer_quiz",
    "approve_design",
    "apply_report",
    "ask_for_another_take",
    "asks_waiting",
    "badge_key",
    "begin",
    "begin_contribution",
    "beside_words",
    "cancel",
    "certificate_for",
    "certificates_of",
    "certify",
    "certify_taught",
    "check_file",
    "check_paper",
    "coming_webinar",
    "continue_for",
    "coming_webinars",
    "contributions_of",
    "course_of",
    "course_documents",
    "courses_held",
    "courses_of",
    "courses_shown",
    "create_bank",
    "create_course",
    "create_lesson",
    "create_module",
    "create_topic",
    "describe",
    "design_mark",
    "discard_check",
    "elder_agreed",
    "enrol",
    "extend_lesson",
    "find",
    "go_without_captions",
    "groups_for",
    "half_way",
    "hand_in_captions",
    "held_among",
    "held_words",
    "hours_learned",
    "hours_words",
    "is_lesson_shown",
    "issue_for",
    "known_certificates",
    "leave",
    "lesson_documents",
    "lessons_shown",
    "lessons_with",
    "mark_read",
    "name_for_papers",
    "newest_courses",
    "newest_notes",
    "newest_thanks",
    "next_webinar_within",
    "open_caption_track",
    "open_film",
    "open_playback",
    "pages_not_to_find",
    "paper_of",
    "place",
    "prepare",
    "progress_of",
    "public_webinars",
    "put_beside",
    "quiz_of",
    "reach_captions",
    "reached_by",
    "read_paper",
    "refuse_unfit_film",
    "remove_check_course",
    "review_captions",
    "said_in",
    "save_captions",
    "send_for_review",
    "settle",
    "settle_film",
    "status_list_token",
    "sweep",
    "sweep_learning",
    "sweep_webinars",
    "taught_certificate",
    "tell_kept",
    "thank",
    "today_for",
    "waiting",
    "waiting_for_answer",
    "webinar_documents",
    "webinar_workers",
    "webinars_asked",
    "webinars_named_after",
    "webinars_offered",
    "webinars_shown",
    "wishes_waiting",
    "works_to_encourage",
    "works_waiting",
]
