"""Who may, at school. Questions about a visitor or a signed-in account."""

from django.contrib.auth.models import AnonymousUser

from courses.models import Certificate, CoursePage
from elearn.people.api import Role, has_role, person_of, public_name
from elearn.people.models import Account

Visitor = Account | AnonymousUser


def is_holder(user: Visitor, certificate: Certificate) -> bool:
    """Say whether this is the person whom the certificate is about."""
    person = person_of(user)
    return person is not None and person.pk == certificate.person.pk


def holder_shown(user: Visitor, certificate: Certificate) -> str:
    """Give the holder's name as this visitor may see it: of a minor others see the first name alone.

    The holder and coordinators see what is printed. One who has come of age decides.
    """
    person = certificate.person
    shown = public_name(person)
    if shown == person.name or may_download(user, certificate):
        return str(certificate.claims["holder"])
    return shown


def is_private(certificate: Certificate) -> bool:
    """Say whether others see less of the holder's name than the paper says."""
    person = certificate.person
    return public_name(person) != person.name


def may_download(user: Visitor, certificate: Certificate) -> bool:
    """The paper is for its holder, and for coordinators who look after certificates."""
    if certificate.holder_is_removed:
        return False
    return is_holder(user, certificate) or user.has_perm("courses.view_certificate")


def may_review(user: Visitor) -> bool:
    """Say whether this person decides about films that teachers gave."""
    return user.has_perm("courses.change_contribution")


def may_see_hidden(user: Visitor) -> bool:
    """What a concern hides is looked at by who decides about it, and by nobody else."""
    return has_role(user, Role.SAFEGUARDING)


def may_look(user: Visitor, course: CoursePage) -> bool:
    """Who works on a course sees its lessons also where they are closed to learners; so does who decides of concerns.

    What they do there counts for nothing.
    """
    if may_see_hidden(user):
        return True
    return user.has_perm("wagtailadmin.access_admin") and course.permissions_for_user(user).can_edit()


def may_take_answers(user: Visitor) -> bool:
    """Say whether this person asks elders by phone; for each film `answers.may_take_answer` says more."""
    return user.has_perm("courses.take_answer")


def may_cancel(user: Visitor) -> bool:
    return user.has_perm("courses.change_certificate")
