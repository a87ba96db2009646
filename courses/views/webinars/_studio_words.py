"""What the studio and the host's page say while they run: their scripts hold no words of their own.

A name in braces is filled in by the script: {minutes}, {seconds}, {count}, {number}, {total}, {name}, {time}.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from courses.views._words import record_words


def hints() -> dict[str, str]:
    """Ready messages from a host to the speaker, by a code; in the active language."""
    return {
        "mute": _("We do not hear you. Please come closer to the microphone."),
        "light": _("It is too dark. Please turn towards the light."),
        "well": _("All is well. We see and hear you."),
        "five": _("Five minutes left."),
        "questions": _("There are questions. Please have a look."),
    }


def studio_words() -> dict[str, str]:
    """The words of the studio, in the active language."""
    phone = {"phone": settings.HELP_PHONE}
    return {
        **record_words(),
        **_shared_words(),
        "starts_in": _("You are on air in {number}"),
        "is_rehearsal": _("Rehearsal. Only the hosts see you."),
        "is_on_air": _("You are on air."),
        "is_paused": _("Pause: who watches does not see or hear you now."),
        "line_checking": _("We are trying the connection …"),
        "line_good": _("The connection is good."),
        "line_fair": _("The connection is not fast. People will see a smaller picture and hear you well."),
        "line_weak": _("The connection is weak. If you can, move nearer to the Wi-Fi router."),
        "arrives": _("Everything arrives."),
        "behind": _("About {seconds} s are still on their way. Go on speaking."),
        "waiting": _(
            "There is no connection now. Go on speaking: everything is kept on this device and is sent by itself."
        ),
        "opens": _("You can go on air from {time}."),
        "left": _("{minutes} min left"),
        "last_minute": _("Less than a minute left"),
        "beyond": _("{minutes} min over the time. That is all right."),
        "smaller": _("The connection is slow, so the picture is smaller now. Your voice comes first."),
        "turned": _("You turned the device. The webinar goes on; please keep it like this if you can."),
        "full": _("This device is full. Please do not close or reload this page until everything has been sent."),
        "from": _("{name} writes:"),
        "on_its_way": _("The last {seconds} s are still being sent. Please leave this page open."),
        "all_sent": _("Everything has been sent. You can close this page."),
        "not_sent": _(
            "The last {seconds} s could not be sent. They are still on this device. Please call us: %(phone)s."
        )
        % phone,
        "elsewhere_now": _("The webinar is being sent from another device now."),
        "elsewhere_before": _("The webinar was begun on another device, which is silent now."),
        "ended_title": _("The camera was taken away"),
        "ended_do": _("Perhaps there was a phone call, or it was unplugged. Press “Go on” to turn it on again."),
        "muted_title": _("The picture or the sound is interrupted"),
        "muted_do": _("Perhaps there is a phone call. It goes on by itself when the call is over."),
        "window_title": _("The studio is open in another window"),
        "window_do": _("Please go back to that window, or close it and press “Try again”."),
        "signed_out_title": _("You have been signed out"),
        "signed_out_do": _("Please sign in again in another window. What you say is kept on this device meanwhile."),
        "no_line_title": _("There is no connection"),
        "no_line_do": _("Please check the Wi-Fi and press the button again. If it does not help, call us: %(phone)s.")
        % phone,
        "not_done_title": _("This was not done"),
        "stopped": _("The webinar was stopped by our staff. Please call us: %(phone)s.") % phone,
    }


def host_words() -> dict[str, str]:
    """The words of the host's page, in the active language."""
    return {
        **_shared_words(),
        "state_rehearsal": _("Not on air"),
        "state_on_air": _("On air"),
        "state_paused": _("Pause"),
        "state_over": _("Over"),
        "sends": _("The studio sends picture and sound."),
        "silent": _("Nothing comes from the studio now."),
        "last_piece": _("The last piece came {seconds} s ago."),
        "delay": _("People see it {seconds} s later."),
        "backlog": _("{count} pieces wait on the speaker’s device."),
        "told": _("{name} wrote to the speaker: {text}"),
        "no_worker": _("The machine that prepares the picture for watching is not there. Please call our staff."),
        "no_follower": _("Nothing is being prepared to watch. Please call our staff."),
        "no_line_title": _("There is no connection"),
        "no_line_do": _("Please check the connection and press the button again."),
        "not_done_title": _("This was not done"),
        "signed_out_title": _("You have been signed out"),
        "signed_out_do": _("Please sign in again in another window."),
    }


def _shared_words() -> dict[str, str]:
    return {
        "slide_of": _("Slide {number} of {total}"),
        "no_slide": _("No slide is shown."),
        "slide_picture": _("Slide {number}"),
        "slides_drawing": _("The pages are being drawn. This takes a few seconds."),
        "viewers_one": _("1 person is watching"),
        "viewers": _("{count} people are watching"),
    }
