"""What the page of who types captions says while it runs; names in braces are filled in by the script."""

from django.utils.translation import gettext as _

import media_pipeline.api as films


def page_words() -> dict[str, str]:
    """The words of the script, in the active language."""
    return {
        "state_before": _("It has not begun yet. You can try the field: nothing is shown to anybody."),
        "state_on_air": _("On air"),
        "state_paused": _("Interrupted. Please wait a moment."),
        "state_over": _("It is over. You can still show your last line. Thank you very much."),
        "heard": _("You hear it {seconds} s after it is said."),
        "shown": _("Your last line came {seconds} s after its words."),
        "trying": _("This was only a try. Nobody saw it."),
        "sending": _("being sent"),
        "waiting": _("waits for the connection"),
        "is_shown": _("shown"),
        "not_shown": _("not shown"),
        "gone": _("taken back"),
        "offline": _("The connection is lost. Go on typing: your lines are sent as soon as it is back."),
        "back": _("The connection is back."),
        "mine": _("You"),
        "other": _("Somebody else"),
        "machine": _("The machine"),
        "take_back": _("Take back"),
        "nothing": _("There is no line of yours to take back."),
        "listen": _("Listen"),
        "stop": _("Stop listening"),
        "sound_only": _("Sound only"),
        "with_picture": _("With picture"),
        "unable": _("This browser cannot play it. You can type what you hear on another device."),
        "no_more": _("You no longer type the captions of this webinar."),
        "left": _("{count} letters left"),
        "copied": _("Copied"),
        "leaving": _("Some lines are not sent yet."),
    }


def listening_words(listening: "films.Listening") -> str:
    """How the machine that writes captions does, in a sentence; "" while it has nothing to do."""
    if listening.state == "gave_up":
        return {
            "behind": _("The machine stopped: it could not keep up with what is said."),
            "language": _("The machine does not know the language that is spoken."),
            "stopped": _("A host has stopped the machine."),
        }.get(listening.because, _("The machine stopped because of a fault."))
    return {
        "waiting": _("The machine is asked to write. It begins within a few seconds if a worker is free."),
        "listening": _("The machine writes. It is %(seconds)d s behind what is said.")
        % {"seconds": round(listening.lag_ms / 1000)},
        "done": _("The machine has written to the end."),
    }.get(listening.state, "")
