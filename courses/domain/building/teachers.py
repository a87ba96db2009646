"""Who is named as teacher of a course has a teacher's role, and a teacher's pages: works and questions come there.

The role is given, never taken: whoever is teacher of a course no more may still look at what was said to them.
"""

from courses.models import CoursePage
from elearn.people.api import grant_role
from elearn.people.models import Account, Person, Role


def open_doors(teacher: Person | None) -> None:
    """Give a teacher the role, where they have a sign-in and lack it."""
    lacking = Account.objects.exclude(groups__name=Role.ELDER.value)
    if teacher and lacking.filter(person=teacher).exists():
        grant_role(teacher, Role.ELDER)


def prepare() -> None:
    """Give it to every teacher who lacks it. Safe to run again."""
    teachers = CoursePage.objects.filter(teacher__account__isnull=False, is_check=False)
    without = teachers.exclude(teacher__account__groups__name=Role.ELDER.value).values("teacher")
    for teacher in Person.objects.filter(pk__in=without):
        grant_role(teacher, Role.ELDER)
