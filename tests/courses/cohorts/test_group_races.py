"""Two contacts take the good lines of two files at one moment: no seat is given twice, and nobody is invited twice."""

import pytest
from django.db import connection

from courses.domain.cohorts.cohort_import import apply, look, planned
from courses.domain.cohorts.invitations import join_group
from courses.errors import SchoolError
from courses.models import CohortMember, Enrolment
from elearn.history.models import Entry
from tests.courses.cohorts.groups import brought, contact, csv, group
from tests.races import all_at_once, refusals

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="threads share SQLite's test database, which does not wait"
    ),
]


def test_two_files_for_one_seat():
    cohort = group(seats=1)
    nigar = contact(cohort)
    files = [
        look(cohort, csv(f"Şəxs {name};;{name}@race.example;az;2000;"), name="x", by=nigar) for name in ("bir", "iki")
    ]
    marks = [planned(file).mark for file in files]
    pressed = all_at_once(*[lambda n=n: apply(files[n], mark=marks[n], by=nigar) for n in (0, 1)])
    assert (CohortMember.objects.count(), refusals(pressed, SchoolError)) == (1, ["FileChanged"])


def test_one_file_pressed_twice_and_one_yes_tapped_twice():
    cohort = group()
    nigar = contact(cohort)
    file = look(cohort, csv("Aysel Quliyeva;;aysel@race.example;az;2000;"), name="x", by=nigar)
    mark = planned(file).mark
    pressed = all_at_once(*[lambda: apply(file, mark=mark, by=nigar)] * 3)
    assert refusals(pressed, SchoolError) == ["FileChanged"] * 2
    member = CohortMember.objects.select_related("person", "cohort__course", "cohort__institution").get()
    all_at_once(*[lambda: join_group(member, may_see=True)] * 3)
    assert (Enrolment.objects.count(), Entry.objects.filter(kind="cohort_answered").count()) == (1, 1)
    assert brought(cohort, nigar, "Orxan Əliyev;;orxan@race.example;az;2000;").counts["invited"] == 1
