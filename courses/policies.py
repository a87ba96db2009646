"""Who may, at school. Questions about a visitor or a signed-in account."""

from django.contrib.auth.models import AnonymousUser

from courses.models import Certificate
from elearn.people.api import person_of
from elearn.people.models import Account

Visitor = Account | AnonymousUser


def is_holder(user: Visitor, certificate: Certificate) -> bool:
    """Say whether this is the person whom the certificate is about."""
    person = person_of(user)
    return person is not None and person.pk == certificate.enrolment.person_id


def may_download(user: Visitor, certificate: Certificate) -> bool:
    """The paper is for its holder, and for coordinators who look after certificates."""
    return is_holder(user, certificate) or user.has_perm("courses.view_certificate")


def may_review(user: Visitor) -> bool:
    """Say whether this person decides about films that teachers gave."""
    return user.has_perm("courses.change_contribution")


def may_cancel(user: Visitor) -> bool:
    return user.has_perm("courses.change_certificate")
