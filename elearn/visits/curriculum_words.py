"""The first curriculum of home visits, in words that translators see; from then on it belongs to whoever edits it.

Each sentence “I can …” names a competence of DigComp 3.0 (JRC, 2025). Read for it: the JRC's own page
(joint-research-centre.ec.europa.eu/digcomp/digcomp-framework_en), which says that the third version changes no part of
the structure, only wording; so the numbers are those of the 21 competences of version 2.2, and no wording is copied.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Skill:
    """One skill: its sheet, and what one can say of it. `can` pairs a competence with a sentence."""

    code: str
    minutes: int
    title: Promise
    promise: Promise
    steps: tuple[Promise, ...]
    careful: Promise
    can: tuple[tuple[str, Promise], ...]


SKILLS = (
    Skill(
        "phone-calls", 60, _("Calling somebody"),
        _("You call people you know, answer a call, and call back whom you missed."),
        (
            _("Tap the green picture of a telephone."),
            _("Tap “Contacts” and look for the name."),
            _("Tap the name, then the telephone beside it."),
            _("Hold the phone to your ear, or tap the loudspeaker to hear it louder."),
            _("At the end, tap the red circle."),
            _("If somebody calls you: slide or tap the green circle."),
        ),
        _("A stranger may say any name and any office. You may always hang up, and call the office back yourself."),
        (
            ("2.1", _("I can call somebody from my contacts.")),
            ("2.1", _("I can answer a call and end it.")),
            ("5.1", _("I can make the voice in my ear louder.")),
        ),
    ),
    Skill(
        "video-calls", 60, _("Video calls"),
        _("You see your children and grandchildren while you talk with them."),
        (
            _("Open the app in which you write to each other, such as WhatsApp."),
            _("Tap the name of the person."),
            _("Tap the small camera at the top."),
            _("Prop the phone up so that your face is in the picture and the window is before you."),
            _("If nobody hears you, look whether the microphone is crossed out, and tap it once."),
            _("At the end, tap the red circle."),
        ),
        _("Do not answer a video call from a number you do not know. A picture can be false too: if somebody you know asks for money, call them on their usual number."),  # noqa: E501
        (
            ("2.1", _("I can call my family with a picture.")),
            ("5.1", _("I can switch the microphone and the camera on and off.")),
            ("4.2", _("I know whose video call I answer, and whose I do not.")),
        ),
    ),
    Skill(
        "messages", 60, _("Messages: words, voice and pictures"),
        _("You write to people you know, send them your voice or a photo, and read what they send you."),
        (
            _("Open the app in which you write to each other."),
            _("Tap the name of the person."),
            _("Tap the empty line at the bottom and write."),
            _("Tap the arrow to send it."),
            _("For your voice: hold the microphone down, speak, and let go."),
            _("For a photo: tap the paper clip, choose the picture, tap the arrow."),
            _("To listen to a voice message, tap the triangle beside it."),
        ),
        _("Do not open links in messages you did not expect, whoever they seem to be from. What you pass on is out of your hands: ask before you send a photo of somebody else."),  # noqa: E501
        (
            ("2.1", _("I can write a message and send it.")),
            ("2.1", _("I can send my voice.")),
            ("2.2", _("I can send a photo to one person.")),
        ),
    ),
    Skill(
        "contacts", 45, _("Contacts and emergency numbers"),
        _("Everybody who matters is in your phone, and help is one tap away."),
        (
            _("Tap “Contacts”, then the plus."),
            _("Write the name as you would look for it."),
            _("Write the number, and look at it once more."),
            _("Tap “Save”."),
            _("Give a star to the three people you call most."),
            _("Save the emergency number 112, and write it on paper beside the telephone."),
        ),
        _("Emergency numbers cost nothing and work without credit. Never call them to try them out."),
        (
            ("1.3", _("I can save a new contact.")),
            ("1.3", _("I can find a contact again.")),
            ("2.1", _("I know how to call for help.")),
        ),
    ),
    Skill(
        "photographs", 60, _("Photos"),
        _("You take photos, find them again, and remove those you do not want."),
        (
            _("Open the camera."),
            _("Hold the phone still with both hands."),
            _("Tap the place that should be sharp."),
            _("Tap the large round button."),
            _("Open “Photos” or “Gallery” to see what you took."),
            _("Draw two fingers apart to see it larger."),
            _("To remove one, tap the bin."),
        ),
        _("Never take photos of bank cards, passwords or codes. Ask people before you show their picture to others."),
        (
            ("3.1", _("I can take a photo.")),
            ("1.3", _("I can find a photo again.")),
            ("1.3", _("I can remove a photo I do not want.")),
        ),
    ),
    Skill(
        "e-services", 90, _("Public services on the phone"),
        _("You find what an office offers on its own page, and know what you do yourself and alone."),
        (
            _("Together we look for the office’s own page or app, such as ASAN or the state’s e-services."),
            _("We look at the address at the top: it must be the office’s own."),
            _("You look for what you need: a certificate, a queue ticket, a payment."),
            _("Where a password or a code is asked for, you type it yourself. Our trainer looks away."),
            _("You read what it says before you tap “Send” or “Pay”."),
            _("At the end, tap “Sign out”."),
        ),
        _("Nobody from us, from a bank or from an office ever needs your PIN, password or code. Do not say it, do not write it down for anybody, do not let anybody else type it."),  # noqa: E501
        (
            ("2.3", _("I can find the page of an office.")),
            ("4.2", _("I type my passwords and codes myself, and tell them to nobody.")),
            ("4.1", _("I can sign out when I have finished.")),
        ),
    ),
    Skill(
        "fraud", 60, _("Safe from fraud"),
        _("You notice when somebody wants to deceive you, and know what to do then."),
        (
            _("Stop. Whoever hurries you is probably not honest."),
            _("Say nothing about your card, your bank or your codes."),
            _("Hang up, or close the message."),
            _("Call the bank, the office or your family on the number that you already have."),
            _("Talk about it with somebody you trust."),
            _("If money is gone, call your bank at once, then the police."),
        ),
        _("A false voice, a false picture and a false number are easy to make. It happens to clever people too, and it is nobody’s shame."),  # noqa: E501
        (
            ("4.2", _("I hang up when somebody asks for a code or a card number.")),
            ("1.2", _("I can see when a message looks wrong.")),
            ("5.4", _("I know whom I ask when I am not sure.")),
        ),
    ),
    Skill(
        "settings", 45, _("Larger letters, louder sound"),
        _("Your phone suits your eyes, your ears and your hands."),
        (
            _("Open “Settings”, the picture of a cogwheel."),
            _("Tap “Accessibility”. On some phones it is under “Display”."),
            _("Make the letters as large as you like."),
            _("Make the screen brighter or darker."),
            _("Press the upper button at the side to make the sound louder."),
            _("Choose a longer time until the screen goes dark."),
        ),
        _("You can put everything back the same way. Nothing breaks."),
        (
            ("5.2", _("I can make the letters larger.")),
            ("5.2", _("I can make the sound louder.")),
            ("5.1", _("I can connect to the internet at home.")),
        ),
    ),
    Skill(
        "searching", 60, _("Finding things on the internet"),
        _("You look something up and can tell a good answer from a doubtful one."),
        (
            _("Open the browser."),
            _("Tap the line at the top."),
            _("Write a few words, or tap the microphone and say them."),
            _("Look who wrote each answer before you open it. The first ones may be advertisements."),
            _("Tap one answer and read it."),
            _("To come back, tap the arrow that points to the left."),
        ),
        _("Not everything that is written is true. Ask a doctor about medicines, and look at a second page about everything else."),  # noqa: E501
        (
            ("1.1", _("I can look something up.")),
            ("1.1", _("I can go back to where I was.")),
            ("1.2", _("I look who wrote something before I believe it.")),
        ),
    ),
    Skill(
        "our-lessons", 45, _("Watching a lesson with us"),
        _("You find our lessons, watch one, and go on where you stopped."),
        (
            _("Open our site. Its address is on this sheet."),
            _("Tap “Courses” and choose one you like."),
            _("Tap a lesson."),
            _("Tap the large triangle: the film begins."),
            _("Turn the captions on if you want to read along."),
            _("When you come back another day, we show you where you stopped."),
        ),
        _("Everything here is free. We never ask for a card."),
        (
            ("1.1", _("I can find a lesson.")),
            ("2.1", _("I can watch a film and stop it.")),
        ),
    ),
)  # fmt: skip
