"""Work of the school that is done after the answer has been sent."""

from typing import Any

from django_tasks import task

from .domain.certify import certify, finish, unprinted
from .domain.complete import uncertified
from .models import Certificate, Enrolment
from .tasks_films import sweep_films


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
    left = list(uncertified().values_list("pk", flat=True)[:100])
    for enrolment_id in left:
        certify_enrolment.enqueue(enrolment_id)
    unfinished = unprinted()
    for certificate_id in unfinished:
        print_certificate.enqueue(certificate_id)
    return len(left) + len(unfinished) + sweep_films()
