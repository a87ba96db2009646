"""The page an elder decides about, as it is now: its version, and what it says."""

import hashlib
import json

from django.utils.translation import gettext as _

from courses.models import Contribution
from elearn.people import api as people


def version_of(contribution: Contribution) -> str:
    """Name the page as it is now; anything an elder would see changed gives another name."""
    topic = contribution.topic.title if contribution.topic else ""
    page = [str(contribution.film_id), contribution.title.strip(), topic, contribution.language]
    return hashlib.sha256(json.dumps(page).encode()).hexdigest()[:16]


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
    return [
        _("This is your video “%(title)s”. %(helper)s recorded it with you.") % facts,
        shown,
        everyone % facts,
        _("You give it freely and without pay. You may take your yes back at any time."),
        _("If you say nothing, that is a no, and nothing is shown."),
    ]
