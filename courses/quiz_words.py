"""Words for what is wrong with a question, and for what an answer came to."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .quizzes.check import LONGEST_TEXT, MOST, MOST_VARIANTS, Fault
from .quizzes.kinds import Kind
from .quizzes.lines import LineFault

_FAULTS: dict[Fault | LineFault, Promise] = {
    Fault.NO_TEXT: _("The question itself is missing."),
    Fault.TOO_LONG: _("A text is longer than %(most)d letters."),
    Fault.TOO_FEW: _("There are too few answers."),
    Fault.TOO_MANY: _("There are too many answers: at most %(answers)d to choose from, %(variants)d ways to write it."),
    Fault.EMPTY_ANSWER: _("An answer is empty."),
    Fault.SAME_TWICE: _("The same answer is there twice."),
    Fault.NOT_ONE_RIGHT: _("Mark exactly one answer as the right one."),
    Fault.NONE_RIGHT: _("Mark at least one answer as right."),
    Fault.NO_NUMBER: _("The right number is missing or cannot be read."),
    Fault.BAD_TOLERANCE: _("How far off is still right cannot be less than nothing."),
    Fault.NO_ALT: _("Say in words what the picture shows."),
    LineFault.NO_SUCH_KIND: _("Write one of: %(kinds)s."),
    LineFault.YES_OR_NO: _("Write 1 for yes, or leave it empty."),
    LineFault.BAD_NUMBER: _("This number cannot be read, or means two things. Write it like 1500 or 1.5."),
    LineFault.TOO_MANY_HERE: _("A number has one right answer, in the first place."),
    LineFault.BAD_PICTURE: _("Write the number of a picture in our library."),
}


def fault_words(fault: Fault | LineFault) -> str:
    """Say in the active language what is wrong with a question, or with its line in a file."""
    facts = {"most": LONGEST_TEXT, "answers": MOST, "variants": MOST_VARIANTS, "kinds": ", ".join(Kind)}
    return str(_FAULTS[fault]) % facts
