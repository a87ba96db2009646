"""Questions of every kind for the demo's first course, and a bank of its topic that the lesson draws from."""

from decimal import Decimal

import courses.api as school
from courses.api import Question
from courses.models import TopicPage
from courses.quizzes.kinds import Kind, Measure, Part
from elearn.people.models import Account

from .texts import SCARF, DemoCourse

_SCARF = (
    Question(
        "", Kind.SEVERAL, "Şərf üçün nə lazımdır?",
        (Part("", "Yun ip"), Part("", "Şiş"), Part("", "Çəkic", False, "Çəkic toxuculuqda lazım deyil.")),
        look_again="Videonun yanındakı materiallara baxın.",
    ),
    Question(
        "", Kind.ORDER, "İşi düzgün sıraya qoyun.",
        (Part("", "İpi şişin üstünə dolayın"), Part("", "İyirmi ilmə atın"), Part("", "Birinci sıranı toxuyun")),
        look_again="Videoda Leyla xanımın addımlarına baxın.",
    ),
    Question(
        "", Kind.TEXT, "Şərfin ucuna axırda nə bağlayırıq?",
        (Part("", "saçaq"), Part("", "iki saçaq"), Part("", "düymə", False, "Düymə köynəkdə olur.")),
        well_done="Bəli, saçaq.", look_again="Videonun sonuna baxın.",
    ),
    Question(
        "", Kind.NUMBER, "Saçaq bağlayanda şərf neçə santimetr olur?",
        measure=Measure(Decimal(100), Decimal(5), unit="sm"), look_again="Leyla xanım bir metr deyir.",
    ),
)  # fmt: skip
_BANK = (
    school.NewQuestion("İp necə olmalıdır?", "Boş, sıxılmamış", ["Çox dartılmış", "Yaş"], place=1),
    school.NewQuestion("Şişin qalınlığı nə qədərdir?", "5 mm", ["1 mm", "5 sm"]),
    school.NewQuestion("Leyla xanım bunu kimdən öyrənib?", "Nənəsindən", ["Kitabdan", "Filmdən"], place=2),
)


def more_questions(course: DemoCourse) -> tuple[Question, ...]:
    """Give the questions of other kinds than one right answer."""
    return _SCARF if course is SCARF else ()


def rules_for(course: DemoCourse, topic: TopicPage, *, by: Account, approved_by: Account) -> school.QuizRules | None:
    """Make the bank of the first course's topic, from which its lesson draws one question."""
    if course is not SCARF:
        return None
    bank = school.create_bank(topic, "Toxuculuq: suallar", questions=_BANK, by=by, approved_by=approved_by)
    return school.QuizRules(bank=bank, draws=1)
