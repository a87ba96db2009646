"""Who may see what a learner made, and who answers it."""

from django.contrib.auth.models import AnonymousUser

from courses.domain.building.tree import public_lessons
from courses.domain.hidden import shown_lessons
from courses.domain.works import gallery
from courses.domain.works.answering_for import works_taken_down
from courses.domain.works.waiting import works_for
from courses.models import Practice
from courses.policies import may_see_hidden
from elearn.people.api import person_of
from elearn.people.models import Account
from elearn.safety.api import may_moderate


def may_see_work(user: Account | AnonymousUser, work: Practice) -> bool:
    """The learner, who answers, who moderates; everybody, while it hangs in the gallery of a lesson that is shown."""
    person = person_of(user)
    if person is not None and person.pk == work.person_id:
        return True
    if may_moderate(user) or may_see_hidden(user):
        return True
    if person is not None and isinstance(user, Account):
        if works_for(user).filter(pk=work.pk).exists():
            return True
        teacher = work.enrolment.course.teacher
        if teacher is not None and works_taken_down(user, teacher).filter(pk=work.pk).exists():
            return True
    return hangs(work)


def hangs(work: Practice) -> bool:
    """Say whether everybody may see a work now."""
    lessons = shown_lessons(public_lessons()).values("pk")
    return bool(gallery.shown(list(gallery.hanging().filter(pk=work.pk, lesson__in=lessons))))
