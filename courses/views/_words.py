"""What the recorder and the upload say while they run: their scripts hold no words of their own.

A name in braces is filled in by the script: {seconds}, {megabytes}, {percent}.
"""

from django.conf import settings
from django.utils.translation import gettext as _


def record_words() -> dict[str, str]:
    """The recorder's words, in the active language."""
    return {
        # How it stands
        "saved": _("Saved: {saved}. Sent: {sent}."),
        "seconds": _("{seconds} s"),
        "minutes": _("{minutes} min {seconds} s"),
        "waiting": _("There is no connection now. Everything is kept on this device and is sent by itself later."),
        "store_full": _(
            "Our store is full at the moment. Everything is kept on this device and is sent by itself as soon as there "
            "is room."
        ),
        "site_busy": _("Our site is very busy now. Everything is kept on this device and is sent by itself soon."),
        "soon_long_enough": _("You can record for one more minute. Please come to an end."),
        "long_enough": _("This is as long as a recording may be. All of it is kept. Watch it, then send it."),
        "press_retry": _("Try again"),
        "press_goon": _("Go on"),
        "recording": _("Recording"),
        "paused": _("Paused"),
        "starts_in": _("Recording starts in {number}"),
        "heard": _("We hear you well."),
        "not_heard": _("We hear nothing yet. Please say a few words."),
        "no_sound": _("There is no microphone. The video will have no sound."),
        "sending": _("Sending: {percent} %"),
        "part": _("Part {number} of {total}"),
        "front": _("The camera that faces you"),
        "back": _("The camera on the back"),
        "camera": _("Camera {number}"),
        "kept": _("What you have recorded is kept: {time}."),
        "nothing_kept": _("Nothing is lost: you have not recorded anything yet."),
        "low_space": _("This device is almost full: there is room for about {minutes} minutes."),
        "turned": _("You turned the device. The recording goes on; please keep it like this if you can."),
        "unfinished": _("You began a recording on {date}. {time} of it are here."),
        **_problem_words(),
    }


def _problem_words() -> dict[str, str]:
    """What went wrong (…_title) and what to do now (…_do)."""
    phone = {"phone": settings.HELP_PHONE}
    return {
        "refused_title": _("The camera is not allowed"),
        "refused_do": _(
            "Your browser was told not to let us use the camera or the microphone. Press the small lock or "
            "camera sign beside the address at the top, choose “Allow”, then press “{button}”."
        ),
        "none_title": _("We find no camera"),
        "none_do": _("Please connect a camera, or use a phone or a tablet. Then press “{button}”."),
        "busy_title": _("Something else is using the camera"),
        "busy_do": _("Please close other programmes that show a picture of you, then press “{button}”."),
        "unable_title": _("This browser cannot record"),
        "unable_do": _(
            "Please open this page in a newer browser, or record with the camera of your phone and choose the "
            "file. You can also call us: %(phone)s."
        )
        % phone,
        "failed_title": _("The camera stopped"),
        "failed_do": _("Please press “{button}”. If it does not help, call us: %(phone)s.") % phone,
        "ended_title": _("The camera was taken away"),
        "ended_do": _(
            "Perhaps there was a phone call, or the camera was unplugged. Press “Go on” to record the rest, or "
            "“Stop” to look at what you have."
        ),
        "muted_title": _("The picture or the sound was interrupted"),
        "muted_do": _("We paused the recording, perhaps because of a phone call. Press “Go on” when you are ready."),
        "full_title": _("This device is full"),
        "full_do": _(
            "We stopped the recording so that nothing is lost. Please send what you have. To record more, "
            "remove some photos or videos from the device first."
        ),
        "elsewhere_title": _("You are recording in another window"),
        "elsewhere_do": _("Please go back to that window, or close it and press “{button}”."),
        "signed_out_title": _("You have been signed out"),
        "signed_out_do": _("Please sign in again. The recording is kept on this device and is sent afterwards."),
        "send_title": _("The video has not been sent yet"),
        "send_do": _("Please press “Send” again in a moment, or call us: %(phone)s.") % phone,
        "storage_do": _(
            "Perhaps this is a private window. You can record, but do not close or reload the page before "
            "everything has been sent."
        ),
    }


def upload_words() -> dict[str, str]:
    """The upload's words, in the active language."""
    phone = {"phone": settings.HELP_PHONE}
    return {
        "chosen": _("“{name}”, {megabytes} MB"),
        "progress": _("{arrived} of {megabytes} MB have arrived ({percent} %)"),
        "same_again": _("“{name}”: {percent} % has arrived. Please choose the same video again."),
        "paused": _("Paused. {percent} % has arrived and is kept."),
        "waiting": _("There is no connection now. {percent} % has arrived and is kept. We try again by ourselves."),
        "store_full": _(
            "Our store is full at the moment. {percent} % has arrived and is kept. We try again by ourselves; you can "
            "also come back later."
        ),
        "site_busy": _("Our site is very busy now. {percent} % has arrived and is kept. We try again by ourselves."),
        "done": _("The whole video has arrived."),
        "here_title": _("Your video is here already"),
        "here": _("“{name}” is here, all of it. Press the button below to send it."),
        "not_video": _("“{name}” is not a video. Please choose a video, for example one ending in .mp4 or .mov."),
        "empty": _("“{name}” is empty. Please choose another video."),
        "too_large": _(
            "“{name}” has {megabytes} MB. The most we can take is {most} MB. Please send it in parts, or call us."
        ),
        "other_title": _("This is another video"),
        "other": _("You chose “{chosen}” ({chosen_megabytes} MB). We were waiting for “{name}” ({megabytes} MB)."),
        "refused": _("The video could not be sent. Please reload this page and try again, or call us: %(phone)s.")
        % phone,
        "signed_out": _("You have been signed out. Please sign in again. What has arrived is kept."),
        "slow": _("There is no connection now. Everything has arrived and is kept. Please press the button once more."),
    }
