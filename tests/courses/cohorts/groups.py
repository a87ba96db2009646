"""A group of an institution, and files for it."""

from courses.domain.cohorts.cohort_import import apply, look, planned
from courses.domain.cohorts.contacts import name_contact
from courses.models import Cohort, CohortMember, Institution
from elearn.people.models import Account
from tests import factories


def group(course=None, *, name="Nümunə Universiteti", seats=30, title="2026 payız", **facts) -> Cohort:
    """A group of an institution in a course."""
    course = course or factories.course_with({"title": "İlmə"}, {"title": "Ilgək"})[0]
    institution = Institution.objects.get_or_create(name=name)[0]
    return Cohort.objects.create(institution=institution, course=course, title=title, seats=seats, **facts)


def contact(cohort, name="Nigar Vəliyeva", email="nigar@uni.example"):
    """Somebody who speaks for the institution of a group; gives the account."""
    person = factories.person(name, email=email, birth_year=1980, language="en")
    rena = Account.objects.filter(person__name="Rəna Həsənova").first()
    by = rena or factories.staff("Rəna Həsənova", "coordinator").account
    name_contact(cohort.institution, address=email, by=by)
    return person.account


def csv(*lines: str, heads="Ad və soyad;Telefon;E-poçt;Dil;Doğum ili;Tələbə nömrəsi") -> bytes:
    """A file as Excel writes it."""
    return "\r\n".join([heads, *lines]).encode("utf-8-sig")


def brought(cohort, by, *lines: str, **more):
    """Bring a file and take its good lines."""
    file = look(cohort, csv(*lines, **more), name="students.csv", by=by)
    return apply(file, mark=planned(file).mark, by=by)


def member(cohort, name: str) -> CohortMember:
    return CohortMember.objects.select_related("person", "cohort__institution", "cohort__course").get(
        cohort=cohort, given_name=name
    )
