"""The nouns of home visits."""

from .course import CanDo, CanDoChoice, Unit, UnitText
from .place import TravelTime
from .plan import PlannedVisit, PlanRun
from .request import Pair, VisitRequest, Window
from .trainer import Absence, Check, ExtraHours, Trainer, WorkingHours
from .visit import Handed, SampleCall, Visit, VisitEvent

__all__ = [
    "Absence",
    "CanDo",
    "CanDoChoice",
    "Check",
    "ExtraHours",
    "Handed",
    "Pair",
    "PlanRun",
    "PlannedVisit",
    "SampleCall",
    "Trainer",
    "TravelTime",
    "Unit",
    "UnitText",
    "Visit",
    "VisitEvent",
    "VisitRequest",
    "Window",
    "WorkingHours",
]
