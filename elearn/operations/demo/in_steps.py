"""A course whose lessons go one after the other, two of them in a module: how larger courses are built."""

from typing import Any

import courses.api as school
from courses.models import CoursePage, TopicPage
from elearn.people.models import Account, Person

TITLE = "Yun ipdən corab"
SUMMARY = "Üç kiçik dərs: ipi tanıyırıq, ilmələri salırıq, dabanı toxuyuruq."


def make(*, topic: TopicPage, teacher: Person, by: Account, approved_by: Account) -> CoursePage:
    """Make the course: a lesson to begin with, then a module of two. Each opens when the one before is finished."""
    two: dict[str, Any] = {"by": by, "approved_by": approved_by}
    course = school.create_course(topic, TITLE, teacher=teacher, summary=SUMMARY, hours=2, order="steps", **two)
    question = school.NewQuestion(
        text="Corab üçün hansı ip yaxşıdır?", right="Yun ip", others=["Pambıq ip", "Kəndir"],
        look_again="Dərsin birinci cümləsinə baxın.", place=1,
    )  # fmt: skip
    school.create_lesson(
        course, "İpi tanıyaq", questions=[question], kind="text", **two,
        text="<p>Corab yun ipdən toxunur: yun isti saxlayır. İpi əlinizdə bir az sıxın. Yumşaqdırsa, yaxşıdır.</p>",
    )  # fmt: skip
    module = school.create_module(course, "Toxumağa başlayaq", introduction="İki dərs. Tələsməyin.", **two)
    school.create_lesson(
        module, "İlmələri salaq", kind="craft", materials=["Yun ip, 100 qram", "Beş şiş"], **two,
        steps=["Qırx səkkiz ilmə salın.", "İlmələri dörd şişə bərabər bölün.", "Beşinci şişlə dairəvi toxuyun."],
        text="<p>Corabın boğazı iki barmaq enində olur.</p>",
    )  # fmt: skip
    school.create_lesson(
        module, "Dabanı toxuyaq", kind="craft", **two,
        steps=["İyirmi dörd ilməni iki şişdə saxlayın.", "Düz və tərs sıra ilə on iki sıra toxuyun."],
        text="<p>Daban corabın ən çətin yeridir. Alınmasa, sökün, yenə başlayın.</p>",
    )  # fmt: skip
    return course
