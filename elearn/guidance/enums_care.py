"""The words that entries of the directory of care services are in. There is none that puts one before another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CareKind(models.TextChoices):
    """What is done for somebody."""

    HOME = "home", _("Care at home")
    DAY = "day", _("Day centre")
    RESIDENTIAL = "residential", _("Residential care")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    RESPITE = "respite", _("Respite care, so that carers can rest")
    NURSING = "nursing", _("Nursing at home")
    EQUIPMENT = "equipment", _("Aids and equipment")
    SOCIAL = "social", _("Social worker")
    TRANSPORT = "transport", _("Transport with help")


class ProviderKind(models.TextChoices):
    """Who stands behind a service."""

    STATE = "state", _("State body")
    CITY = "city", _("Municipality")
    NGO = "ngo", _("Non-profit organisation")
    COMPANY = "company", _("Company")


class Unit(models.TextChoices):
    """What a price is for."""

    HOUR = "hour", _("an hour")
    VISIT = "visit", _("a visit")
    DAY = "day", _("a day")
    MONTH = "month", _("a month")
    ONCE = "once", _("once")


class ForWhom(models.TextChoices):
    """Whom a service is made for."""

    OLDER = "older", _("Older people")
    DISABILITY = "disability", _("People with a disability")
    DEMENTIA = "dementia", _("People with dementia")
    HOSPITAL = "hospital", _("People who come out of hospital")
    END_OF_LIFE = "end_of_life", _("People at the end of life")
    CARERS = "carers", _("People who care for somebody")


class Access(models.TextChoices):
    """What makes a place or service usable."""

    STEP_FREE = "step_free", _("No steps to the door and inside")
    LIFT = "lift", _("Lift")
    TOILET = "toilet", _("Toilet for wheelchairs")
    SIGN = "sign", _("Sign language")
    LOOP = "loop", _("Hearing loop")
    LARGE_PRINT = "large_print", _("Papers in large print")
    TRANSPORT = "transport", _("They fetch people from home")


class Inspected(models.TextChoices):
    """How the last inspection ended. Nobody has looked until somebody did."""

    UNKNOWN = "", _("No inspection that we know of")
    PASSED = "passed", _("Passed the inspection")
    REMARKS = "remarks", _("Passed the inspection, with remarks")
    FAILED = "failed", _("Did not pass the inspection")


class Confirmed(models.TextChoices):
    """Who said, on the day given, that the entry is right."""

    NOT_YET = "", _("nobody yet")
    LINK = "link", _("the provider, on this site")
    PHONE = "phone", _("the provider, by phone")
    PAPER = "paper", _("the provider, by letter or e-mail")
    VISIT = "visit", _("our staff, on the spot")


class ReportKind(models.TextChoices):
    """What a reader or a provider says is wrong with an entry."""

    PHONE = "phone", _("The phone number or website is wrong")
    PRICE = "price", _("The price is wrong")
    PLACES = "places", _("The number of free places is wrong")
    CLOSED = "closed", _("This service no longer exists")
    OTHER = "other", _("Something else")


class ImportState(models.TextChoices):
    """A file is looked at first; then it is applied as a whole, and can be taken back as a whole."""

    CHECKED = "checked", _("looked at, nothing changed")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")
