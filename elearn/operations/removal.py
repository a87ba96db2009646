"""Remove what checks made: certificates first, people last, files with their rows."""

import courses.api as school
import media_pipeline.api as films
from courses.models import Certificate, Contribution, CoursePage, TopicPage
from elearn.history.models import Entry
from elearn.people.models import Consent, Person
from media_pipeline.models import Film


def remove_checks() -> int:
    """Remove every row and file marked as a check; gives the number of people and films. Safe to run again."""
    for certificate in Certificate.objects.filter(is_check=True):
        school.discard_check(certificate)
    topics = set()
    for course in CoursePage.objects.filter(is_check=True):
        topics.add(course.get_parent().pk)
        school.remove_check_course(course)
    contributions = Contribution.objects.filter(film__is_check=True)
    topics |= set(contributions.filter(topic__isnull=False).values_list("topic", flat=True))
    contributions.delete()
    for topic in TopicPage.objects.filter(pk__in=topics, numchild=0):
        topic.delete()
    found = list(Film.objects.filter(is_check=True))
    for film in found:
        films.remove_film(film)
    Entry.objects.filter(is_check=True).delete()
    Consent.objects.filter(person__is_check=True).delete()
    people = Person.objects.filter(is_check=True)
    count = people.count()
    people.delete()
    return count + len(found)
