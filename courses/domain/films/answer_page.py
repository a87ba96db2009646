"""The page an elder decides about, as it is now: its version, and what it says."""

import hashlib
import json

from django.utils.translation import gettext as _

from courses.models import Contribution, ContributionState
from elearn.people import api as people

from ..webinars.recording import webinar_of


def version_of(contribution: Contribution) -> str:
    """Name the page as it is now; anything an elder would see changed gives another name."""
    topic = contribution.topic.title if contribution.topic else ""
    page = [str(contribution.film_id), contribution.title.strip(), topic, contribution.language]
    return hashlib.sha256(json.dumps(page).encode()).hexdigest()[:16]


def leaves_another(contribution: Contribution) -> bool:
    """Whether this is a part of a video that is public: a no to it says nothing against that one."""
    before = contribution.instead_of
    is_part = contribution.is_helped and contribution.film.cut_of_id is not None
    return bool(is_part and before and before.state == ContributionState.PLACED)


def page_in_words(contribution: Contribution) -> list[str]:
    """Give the page as sentences, in the active language: what is read out, and kept with the answer."""
    facts = {
        "title": contribution.title,
        "name": people.addressed(contribution.person),
        "topic": contribution.topic.title if contribution.topic else "",
        "helper": contribution.recorded_by.name if contribution.recorded_by else _("our staff"),
    }
    shown = _("It will be shown in one of our courses.")
    if facts["topic"]:
        shown = _("It will be shown in a course about “%(topic)s”.") % facts
    everyone = _(
        "Everyone who visits this site can watch it there, with your picture, your voice and your name: %(name)s."
    )
    what = _("This is your video “%(title)s”. %(helper)s recorded it with you.")
    if webinar_of(contribution):
        what = _("This is the recording of your webinar “%(title)s”.")
    silence = _("If you say nothing, that is a no, and nothing is shown.")
    if leaves_another(contribution):
        shown = _("It is shorter than the video that is public now, and takes its place.")
        silence = _("If you say nothing, that is a no, and the video that is public now stays as it is.")
    return [
        what % facts,
        shown,
        everyone % facts,
        _("A machine of ours writes down what you say, so that people who hear badly can read it."),
        _("You give it freely and without pay. You may take your yes back at any time."),
        silence,
    ]
