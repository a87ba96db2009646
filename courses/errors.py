"""What can go wrong at school. Each error carries words that may be shown to a person."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SchoolError(Exception):
    """The base of all; `words` say what happened, in the active language."""

    words: str | Promise = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.words)


class CourseNotOpen(SchoolError):
    words = _("This course is not open now.")


class NotEnrolled(SchoolError):
    words = _("Please enrol in the course first.")


class WaitsForGuardian(NotEnrolled):
    words = _("Your parent or guardian has to agree first. Until then nothing counts, but you can watch everything.")


class AlreadyCompleted(SchoolError):
    words = _("You have completed this course. It stays with you, and so does your certificate.")


class NothingToPlay(SchoolError):
    words = _("The video is still being prepared. Please come back a little later.")


class CaptionsWanting(SchoolError):
    words = _(
        "The video has no reviewed captions in the language spoken in it. Have them reviewed, or give a reason why it "
        "is published without them."
    )


class OwnVideo(SchoolError, PermissionDenied):
    """Somebody would decide about what they gave themselves: also where a view forgets to ask (403)."""

    words = _("This is your own video. Another coordinator has to do this.")


class HiddenNow(NothingToPlay):
    words = _("This video is not shown at the moment. A person of ours is looking at it.")


class NotBegunYet(SchoolError):
    words = _("Please watch a little of the lesson first. Then you can write to the teacher.")


class NobodyToThank(SchoolError):
    words = _("This lesson has no teacher to write to.")


class NobodyToAsk(SchoolError):
    words = _("The teacher of this lesson cannot be asked at the moment.")


class SpokenUnfit(SchoolError):
    """What came in is no recording of a voice; the words say what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words


class FilmedUnfit(SchoolError):
    """What came in is no film that can be passed on; the words say what to do."""

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.words = words


class WordsChanged(SchoolError):
    words = _("Somebody of ours has written here meanwhile. Please read it, and then change what you like.")


class AlreadyThanked(SchoolError):
    words = _("You have written to the teacher of this lesson already.")


class LessonClosed(SchoolError):
    """A lesson is not open to somebody now; `gate` says why and what to do, and so do the words."""

    def __init__(self, gate: Any) -> None:
        super().__init__()
        self.gate = gate
        self.words = gate.words


class HasLearners(SchoolError, PermissionDenied):
    """A lesson would go to another course although people have learnt in it: also where a view forgets to ask (403)."""

    words = _("People have learnt here, and it counts towards this course. It cannot go to another one.")


class NoQuiz(SchoolError):
    words = _("This lesson has no questions.")


class QuestionsLeft(SchoolError):
    """Some questions were not answered; `left` holds their ids."""

    words = _("Please answer every question.")

    def __init__(self, left: list[str]) -> None:
        super().__init__()
        self.left = left


class NoAttemptsLeft(SchoolError):
    words = _("You have used all your attempts at these questions. Please call us: one more can be granted.")


class AlreadySubmitted(SchoolError):
    words = _("These answers have reached us already.")


class OwnAttempt(SchoolError, PermissionDenied):
    """Somebody would grant themselves an attempt: also where a view forgets to ask (403)."""

    words = _("These are your own questions. Another coordinator has to do this.")


class StillAttemptsLeft(SchoolError):
    words = _("This person can try already. Nothing was changed.")


class StillFaults(SchoolError):
    words = _("There is still something wrong in this file. Mend it and bring it in again.")


class BankChanged(SchoolError):
    words = _("The bank has changed meanwhile. Please look at the file once more.")


class NoSuchSession(SchoolError):
    words = _("This address is no longer valid. Please open the lesson again.")


class RequirementsNotMet(SchoolError):
    words = _("The requirements of this course are not met yet.")


class CertificateStands(SchoolError):
    words = _("A certificate was issued for this course. It has to be looked at first.")


class OwnEnrolment(SchoolError, PermissionDenied):
    words = _("This is your own course. Another coordinator has to do this.")


class LessonDone(SchoolError):
    words = _("This lesson counts already.")


class NotOfThisCourse(SchoolError):
    words = _("This lesson is not part of the course.")


class AlreadyUndone(SchoolError):
    words = _("This was taken back already.")


class NothingToRead(SchoolError):
    words = _("In this lesson, reading cannot stand for watching.")


class ReadTooFast(SchoolError):
    """Reading takes time; `seconds` are left."""

    words = _("That was very quick. Please read all of it, and press the button again.")

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class TooYoungToTeach(SchoolError, PermissionDenied):
    """Lessons are public, and nothing of a minor's is: also where a view forgets to ask, the answer is no (403)."""

    words = _("Lessons are public, and we show nothing of the young in public. Please come back when you are of age.")


class AlreadyDecided(SchoolError):
    words = _("Somebody else has already decided about this video. Nothing was changed.")


class NotSentYet(SchoolError):
    words = _("The teacher has not sent this video yet. It is theirs alone until they do.")


class NotPublicYet(SchoolError):
    words = _("A teacher gave this video, and it is not public as a lesson yet. Until then it is shown nowhere else.")


class NotWatchable(SchoolError):
    words = _("The video cannot be watched yet. Please publish it when it is ready.")


class AlreadyCancelled(SchoolError):
    words = _("This certificate is already cancelled.")


class CorrectionClosed(SchoolError):
    words = _("The name on this certificate can no longer be changed here. Please call us.")


class NoLongerCounts(SchoolError):
    words = _("This certificate no longer counts. It can be issued again instead.")


class NameStands(SchoolError):
    words = _("This is the name that the certificate carries already.")


class StillCounts(SchoolError):
    words = _("This certificate still counts. It is issued again only when it was cancelled or has expired.")


class IssuedAgain(SchoolError):
    words = _("Another certificate has already taken the place of this one.")


class OwnCertificate(SchoolError, PermissionDenied):
    words = _("This is your own certificate. Another coordinator has to do this.")


class TooYoungToShow(SchoolError, PermissionDenied):
    """Nothing more than the certificate is shown of a minor: also where a view forgets to ask (403)."""

    words = _("We show nothing more of the young in public. When you are of age, you decide.")


class TooManyBadges(SchoolError):
    words = _("The badge was made anew very often. Please call us, and we look at it together.")


class NotReadyToSend(SchoolError):
    """A film cannot be sent for review yet; the words say what is wanting."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


class ConsentWanting(SchoolError):
    """Somebody who can be seen or heard in a film has not said yes; `names` are theirs, for the coordinator."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names
        words = gettext("It cannot be published yet. These people have not agreed: %(names)s.")
        self.words = words % {"names": ", ".join(names)}


class TakenBack(SchoolError):
    words = _("This video was taken back by the people in it. It can no longer be watched.")


class NotAgreed(SchoolError):
    words = _("This video cannot be shown now.")


class MayNotHelp(SchoolError, PermissionDenied):
    """Somebody may not record for this elder, or bring their answer: also where a view forgets to ask (403)."""

    words = _("You cannot do this for this person.")


class MayNotCaption(SchoolError, PermissionDenied):
    """Somebody may not work on the captions of this film, or not any more: also where a view forgets to ask (403)."""

    words = _("You cannot change these captions.")


class AskedAlready(SchoolError):
    """An elder cannot be asked now; the words say why."""

    def __init__(self, words: str | Promise = "") -> None:
        self.words = words or _("Please wait before you ask again.")
        super().__init__(self.words)


class ElderHasNotAgreed(SchoolError):
    """A film recorded for an elder has not their yes; the words say how it stands."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


class PageChanged(SchoolError):
    words = _("This page has changed. Please look at it once more, then answer.")


class WrongCode(SchoolError):
    words = _("This is not the code, or it is too old. Please look at the newest message, or ask for a new code.")


class CannotChange(SchoolError):
    words = _("This video cannot be changed now.")


class OriginalGone(CannotChange):
    words = _("The first recording is no longer kept, so the video cannot be shortened. You can record it again.")


class TooShort(SchoolError):
    words = _("That leaves less than three seconds. Please leave a little more.")


class NothingCutOff(SchoolError):
    words = _("Nothing has changed yet. Choose where the video begins or ends.")


class CannotReplace(SchoolError):
    words = _("This video is not in a public lesson now, so nothing can take its place there.")


class LessonBeingChanged(SchoolError):
    words = _("Somebody is changing this lesson. Publish or discard those changes first, then change the video.")


class CannotGoBeside(SchoolError):
    """A film cannot go with another one; the words say why."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words


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


class CannotBuild(SchoolError):
    words = _("This course is not yours, and you do not help its teacher. Ask our coordinator to change it.")


class LessonChangedMeanwhile(SchoolError):
    words = _("Somebody else has changed this lesson meanwhile. What you wrote is still here; please look at it again.")


class OrderIsPublic(SchoolError):
    words = _("People are learning from this course already. Our coordinator changes its order with you.")


class OwnDesign(SchoolError):
    words = _("Whoever had a hand in a design cannot approve it. Please ask a colleague.")


class DesignChanged(SchoolError):
    words = _("This design has changed meanwhile. Please look at it once more.")


class DesignOfOneCourse(SchoolError):
    words = _("The decision is about one course, and another course uses this design. Choose another design there.")


class NothingGiven(SchoolError):
    words = _("Nothing was given in this year that a certificate could name.")


class YearNotOver(SchoolError):
    words = _("The year is not over yet. From December on we thank you for all of it.")


class IssueReasonWanting(SchoolError):
    words = _("Please say why. The reason is kept with the certificate and is not printed.")


class NotTheirs(SchoolError, PermissionDenied):
    words = _("The elder decides this: on this site, or on the phone with one of our staff.")


class AfterTheEnd(SchoolError):
    words = _("The video is shorter than that. Please look at the place once more.")


class TooManyNotes(SchoolError):
    words = _("You have very many notes in this lesson already. Please throw some away, or write on in one of them.")


class TaskWanting(SchoolError):
    words = _("There is nothing to make in this lesson.")


class PhotoWanting(SchoolError):
    words = _("Please choose a photo or a short video of what you made.")


class PracticeUnfit(SchoolError):
    words = _(
        "We cannot use this file. Please choose a photo (JPEG, PNG or WebP) of at most 12 MB, or a video of at most "
        "two minutes and 400 MB where this lesson takes videos."
    )


class NoRoomForWorks(SchoolError):
    words = _("We have no room for videos at the moment. Please send it again in an hour; a photo can be sent now.")


class PracticeWaits(SchoolError):
    words = _("What you sent is being looked at. Please wait until somebody has answered.")


class PracticeStands(SchoolError):
    words = _("What you made is accepted already. There is nothing more to send in this lesson.")


class WorkClosed(SchoolError):
    words = _("This work has changed meanwhile. Please look at it once more.")


class NotForGallery(SchoolError):
    words = _("This work cannot hang in the gallery.")
