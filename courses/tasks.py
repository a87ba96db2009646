"""Work of the school that is done after the answer has been sent."""

from typing import Any

from django_tasks import task

from .domain.certificates.certify import certify, finish, unprinted
from .domain.certificates.issue_run import OPEN
from .domain.learning import learning_mail
from .domain.learning.complete import uncertified
from .domain.talk.unanswered import tell_askers
from .domain.watching.load_checks import judge
from .domain.webinars import register, remind, states
from .domain.webinars.studio import end_forgotten
from .models import Certificate, Enrolment
from .models.papers import IssueRun
from .tasks_afterwards import sweep_afterwards
from .tasks_filmed import sweep_filmed
from .tasks_films import sweep_films
from .tasks_papers import sweep_papers
from .tasks_practice import sweep_works
from .tasks_spoken import sweep_spoken


@task(queue_name="quick")
def certify_enrolment(enrolment_id: int) -> None:
    """Issue the certificate of a completed enrolment; doing it again gives the same one."""
    certify(Enrolment.objects.get(pk=enrolment_id))


@task(queue_name="quick")
def print_certificate(certificate_id: int) -> None:
    """Print the paper of a certificate that has its number; doing it again changes nothing."""
    finish(Certificate.objects.get(pk=certificate_id))


def on_course_completed(*, enrolment_id: int, **kwargs: Any) -> None:
    """Queue the certificate the moment a course is completed."""
    certify_enrolment.enqueue(enrolment_id)


def sweep() -> int:
    """Take up what a crash left out: certificates, and news of teachers' films; give how much it was."""
    # What a run for many is at is not done a second time beside it.
    at_work = IssueRun.objects.filter(state__in=OPEN).values("course")
    left = list(uncertified().exclude(course__in=at_work).values_list("pk", flat=True)[:100])
    for enrolment_id in left:
        certify_enrolment.enqueue(enrolment_id)
    unfinished = unprinted()
    for certificate_id in unfinished:
        print_certificate.enqueue(certificate_id)
    taken_up = len(left) + len(unfinished) + sweep_papers() + sweep_films() + sweep_afterwards() + end_forgotten()
    return taken_up + sweep_spoken() + sweep_filmed() + sweep_works() + tell_askers() + judge()


def sweep_webinars() -> int:
    """Remind of what begins soon, take up what a crash left, and give the seats of who has not come to who waits."""
    return remind.sweep() + states.sweep() + register.sweep()


def sweep_learning() -> int:
    """Remind whom one lesson is left of a course."""
    return learning_mail.sweep()
