"""What can go wrong with a webinar: registering, going on air, asking."""

from django.utils.translation import gettext_lazy as _

from .base import SchoolError


class RegistrationClosed(SchoolError):
    words = _("You cannot register for this webinar now.")


class NeedsNoSeat(SchoolError):
    words = _("You help to make this webinar. You need no seat.")


class NoTimeYet(SchoolError):
    words = _("Choose a day and an hour first.")


class TimeIsPast(SchoolError):
    words = _("This day and hour are past. Choose a later time.")


class SpeakerCannot(SchoolError):
    words = _("This person cannot speak in a webinar.")


class SpeakerHasNotAgreed(SchoolError):
    words = _("The speaker has not agreed to this day and hour. Please ask them first.")


class WebinarMovedOn(SchoolError):
    words = _("This webinar has changed meanwhile. Please look at it once more.")


class TooFewSeats(SchoolError):
    words = _("More people than that have registered. Nobody loses a seat that they have.")


class ReasonWanting(SchoolError):
    words = _("Give the reason. Everybody who registered reads it.")


class NotYet(SchoolError):
    words = _("It is too early to go on air: that is possible from 15 minutes before the webinar begins.")


class StudioSilent(SchoolError):
    words = _("No picture comes from the studio yet. The speaker has to open the studio and turn on the camera first.")


class WebinarHeld(SchoolError):
    words = _("This webinar is hidden while our safeguarding officers look into it. It cannot go on air now.")


class WebinarOver(SchoolError):
    words = _("This webinar is over, or it is not announced.")


class NoSuchSlide(SchoolError):
    words = _("There is no such slide. Somebody may have changed the slides.")


class AskClosed(SchoolError):
    words = _("This question no longer waits for an answer.")


class NotLookedThrough(SchoolError):
    words = _(
        "Please watch the recording first and say under “Who agrees” who else can be seen or heard in it. It is a "
        "webinar: nobody has been asked but its speaker."
    )


class WordsWanting(SchoolError):
    words = _("Please write a few words.")


class TooManyQuestions(SchoolError):
    words = _("Three of your questions are waiting already. Please wait until somebody has read them.")


class QuestionLookedAt(SchoolError):
    words = _("Somebody has read your question already. It stays as it is.")


class QuestionGone(SchoolError):
    words = _("This question has changed meanwhile. Please look at it once more.")


class PollClosed(SchoolError):
    words = _("This poll is closed.")


class PollNotComplete(SchoolError):
    words = _("A poll needs a question and two to six different answers.")
