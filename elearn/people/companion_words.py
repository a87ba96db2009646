"""What a helper did, as sentences that are read and heard; and the rules a helper agrees to."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import CompanionAct, Did


def sentence(act: CompanionAct) -> str:
    """Say one act: "On 21 November at 14:05, Kamran recorded a video for you: “Daban”."."""
    at = timezone.localtime(act.at)
    helper = act.companionship.companion
    facts = {
        "day": date_format(at, "DATE_FORMAT"), "time": date_format(at, "H:i"),
        "name": helper.name if helper else act.companionship.name, "title": act.title or _("no title yet"),
    }  # fmt: skip
    return _words(Did(act.did)) % facts


def _words(did: Did) -> str:
    return {
        Did.SAW: _("On %(day)s at %(time)s, %(name)s looked how your things stand."),
        Did.ASKED_CALL: _("On %(day)s at %(time)s, %(name)s asked us to call you."),
        Did.RECORDED: _("On %(day)s at %(time)s, %(name)s recorded a video for you."),
        Did.DESCRIBED: _("On %(day)s at %(time)s, %(name)s wrote what your video “%(title)s” shows."),
        Did.ASKED_ANSWER: _("On %(day)s at %(time)s, %(name)s asked for your answer about the video “%(title)s”."),
        Did.DISCARDED: _("On %(day)s at %(time)s, %(name)s threw a recording away."),
        Did.CAPTIONED: _("On %(day)s at %(time)s, %(name)s worked on the captions of your video “%(title)s”."),
        Did.ASKED_VISITS: _("On %(day)s at %(time)s, %(name)s asked for home visits for you."),
        Did.CHANGED_VISITS: _("On %(day)s at %(time)s, %(name)s changed what you asked for about home visits."),
        Did.ENDED_VISITS: _("On %(day)s at %(time)s, %(name)s told us that you want no home visits."),
        Did.AGREED_VISIT: _("On %(day)s at %(time)s, %(name)s said yes for you to a home visit: %(title)s."),
        Did.CANCELLED_VISIT: _("On %(day)s at %(time)s, %(name)s cancelled a home visit of yours: %(title)s."),
        Did.ASKED_COUNSEL: _("On %(day)s at %(time)s, %(name)s asked a counsellor for you."),
        Did.READ_COUNSEL: _("On %(day)s at %(time)s, %(name)s read a question to a counsellor and its answers."),
        Did.WROTE_COUNSEL: _("On %(day)s at %(time)s, %(name)s wrote more to a counsellor for you."),
        Did.ENDED_COUNSEL: _("On %(day)s at %(time)s, %(name)s closed a question to a counsellor."),
        Did.ANSWERED: _("On %(day)s at %(time)s, %(name)s sent your answer to a learner’s question."),
        Did.ANSWERED_WORK: _("On %(day)s at %(time)s, %(name)s sent what you said to a learner’s work: “%(title)s”."),
    }[did]


def rules() -> list[str]:
    """Give the rules of a helper, in the active language. A new wording gets a new RULES_VERSION."""
    return [
        _("You use a sign-in of your own, never theirs."),
        _("You do only what they have ticked. They can change it or end it at any moment."),
        _("Everything you do here for them is written down, and they can read it and hear it."),
        _("When they say no, it is no. You cannot agree to anything in their place."),
        _("Their telephone number, address and private details stay theirs. You do not see them here."),
        _("We may always speak to them alone."),
    ]
