"""What learners and a teacher say to each other in the demo world: a question, an answer, thanks, and a scarf."""

import tempfile
from pathlib import Path

from courses.domain.talk import asks, thanks
from courses.domain.works import gallery, practice, practice_replies
from courses.models import LessonPage, Verdict
from elearn.people.api import give_consent
from elearn.people.models import Account, ConsentWay, Person
from elearn.safety.api import decide
from elearn.safety.models import Submission

from .draw import frames

ANSWERED = "Leyla xanım, sol əllə toxuyanlar da eyni cür başlayır?"
ANSWER = "Bəli, əzizim. Yalnız güzgüdəki kimi: şişləri dəyişin, qalan hər şey eynidir. Mənim bacım da solaxay idi."
WAITING = "Köhnə yun köynəyi söküb ipindən şərf toxumaq olar?"
THANKS = "İlk dəfə öz əlimlə nəsə toxudum. Nənəm də yanımda oturub baxdı. Sağ olun!"
WORDS = "İlk şərfimdir. Kənarı bir az əyri alındı."
PRAISE = "Afərin! İlmələr bərabərdir. Kənarda ipi bir az boş tutun, düzələcək."


def make(lesson: LessonPage, *, gunay: Person, murad: Person, rena: Account, tural: Account) -> None:
    """Let two learners ask, thank and show, and the teacher answer; every word passes a moderator."""
    asked = asks.ask_teacher(murad, lesson, text=ANSWERED, is_public=True)
    _pass(asked.question_words, by=rena)
    asked.refresh_from_db()
    answered = asks.answer(asked, text=ANSWER)
    _pass(answered.answer_words, by=rena)
    _pass(asks.ask_teacher(gunay, lesson, text=WAITING, is_public=True).question_words, by=tural)
    _pass(thanks.thank(gunay, lesson, text=THANKS, is_public=True).submission, by=rena)
    _show_scarf(lesson, gunay, by=rena)


def _pass(words: Submission | None, *, by: Account) -> None:
    if words:
        decide(words, by=by, approve=True)


def _show_scarf(lesson: LessonPage, gunay: Person, *, by: Account) -> None:
    """Send a picture, let its teacher accept it, and hang it in the gallery, as its maker agrees."""
    with tempfile.TemporaryDirectory(prefix="korpu-demo-") as name:
        frames("scarf", [("", 0.1)], Path(name))
        picture = next(Path(name).glob("*.jpg")).read_bytes()
    work = practice.send_practice(gunay, lesson, shown=picture, words=WORDS)
    _pass(work.submission, by=by)
    teacher = thanks.teacher_of(lesson).account
    said = practice_replies.reply(work, by=teacher, verdict=Verdict.ACCEPT, text=PRAISE)
    _pass(said.submission, by=by)
    work.refresh_from_db()
    give_consent(gallery.ask_for_gallery(work, by=gunay), way=ConsentWay.CLICK, by=gunay.account)
