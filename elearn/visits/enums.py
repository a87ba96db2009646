"""The words that rows of this room are in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """How it stands with what somebody asked for. A course is several visits."""

    WAITING = "waiting", _("waiting for a first visit")
    UNDER_WAY = "under_way", _("visits under way")
    PAUSED = "paused", _("paused")
    DONE = "done", _("finished")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN_REQUESTS = (RequestState.WAITING, RequestState.UNDER_WAY, RequestState.PAUSED)


class Channel(models.TextChoices):
    """Who asked, and how."""

    SELF = "self", _("asked on this site")
    COMPANION = "companion", _("asked by their helper")
    OPERATOR = "operator", _("asked by phone, written down by us")


class Device(models.TextChoices):
    """What the elder wants to learn with."""

    ANDROID = "android", _("a phone or tablet with Android")
    IPHONE = "iphone", _("an iPhone or iPad")
    COMPUTER = "computer", _("a computer")
    BUTTONS = "buttons", _("a phone with buttons")
    NONE = "none", _("no device yet")
    UNSURE = "unsure", _("I am not sure")


class Transport(models.TextChoices):
    """How a trainer travels."""

    WALK = "walk", _("on foot")
    BICYCLE = "bicycle", _("by bicycle")
    PUBLIC = "public", _("by bus and metro")
    CAR = "car", _("by car")


class Gender(models.TextChoices):
    """Asked of trainers only, because an elder may wish for a woman."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")


class CheckKind(models.TextChoices):
    """Without each of these, unexpired, nobody is sent to an elder's home."""

    IDENTITY = "identity", _("identity")
    CRIMINAL_RECORD = "criminal_record", _("criminal record certificate")
    CONDUCT = "conduct", _("code of conduct, signed")


class AbsenceKind(models.TextChoices):
    HOLIDAY = "holiday", _("holiday")
    ILL = "ill", _("ill")
    OTHER = "other", _("other")


class VisitState(models.TextChoices):
    """PROPOSED holds the time until the elder has said yes."""

    PROPOSED = "proposed", _("waiting for a yes")
    CONFIRMED = "confirmed", _("agreed")
    DONE = "done", _("took place")
    CANCELLED = "cancelled", _("cancelled")
    NO_SHOW = "no_show", _("did not take place")


# These take up their trainer's and their elder's time: no two of them overlap (see `overlap`).
HOLDS_TIME = (VisitState.PROPOSED, VisitState.CONFIRMED, VisitState.DONE)
COMING = (VisitState.PROPOSED, VisitState.CONFIRMED)


class Way(models.TextChoices):
    """How an elder said yes to a visit, or showed that it took place."""

    SITE = "site", _("on this site")
    LINK = "link", _("by the link in a message")
    CODE = "code", _("by the code on their phone")
    OPERATOR = "operator", _("by phone, written down by us")
    COMPANION = "companion", _("by their helper")
    SHEET = "sheet", _("on a signed sheet")


class PairKind(models.TextChoices):
    PREFERRED = "preferred", _("go well together")
    INCOMPATIBLE = "incompatible", _("must not meet")


class PlanState(models.TextChoices):
    WAITING = "waiting", _("about to begin")
    RUNNING = "running", _("being planned")
    DRAFT = "draft", _("draft")
    RELEASING = "releasing", _("being released")
    RELEASED = "released", _("released")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("could not be planned")


class Outcome(models.TextChoices):
    """What became of a row of a draft when the draft was released."""

    PROPOSED = "proposed", _("proposed to the elder")
    MOVED = "moved", _("moved")
    AS_BEFORE = "as_before", _("stays as it was")
    CANCELLED = "cancelled", _("cancelled")
    NOT_PLACED = "not_placed", _("not placed")
    FAILED = "failed", _("could not be released")


class EventKind(models.TextChoices):
    """What a trainer notes at a visit. Rows are only ever added, each with the key its device gave it."""

    ON_THE_WAY = "on_the_way", _("on the way")
    ARRIVED = "arrived", _("arrived")
    LEFT = "left", _("left")
    CHECKLIST = "checklist", _("checklist")
    NOTE = "note", _("note")
    UNIT = "unit", _("skill worked on")
    CAN_DO = "can_do", _("what they can do")
    CONFIRMED = "confirmed", _("code or signed sheet")
    NO_SHOW = "no_show", _("nobody was there")
    INCIDENT = "incident", _("something was not right")
