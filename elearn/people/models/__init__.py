from .account import STAFF_ROLES, Account, Role
from .call_back import CallBack, CallBackState
from .companion import CompanionAct, Companionship, CompanionshipState, Did, EndedBy, Invitation, Scope
from .consent import Consent, ConsentKind, ConsentState, ConsentStep, ConsentWay, Use
from .district import District
from .guardian import Confirmed, FormerContact, Guardianship, GuardianState, Relation, Way
from .person import ContactPoint, FormOfAddress, Person, PersonStanding
from .private import DataCopy, DataCopyState, Look, PrivateDetails, Removal, RemovalState
from .sign_in import Device, DeviceKind, DeviceRequest, DeviceRequestState

__all__ = [
    "Account",
    "CallBack",
    "CallBackState",
    "CompanionAct",
    "Companionship",
    "CompanionshipState",
    "Confirmed",
    "Consent",
    "ConsentKind",
    "ConsentState",
    "ConsentStep",
    "ConsentWay",
    "ContactPoint",
    "DataCopy",
    "DataCopyState",
    "Device",
    "DeviceKind",
    "DeviceRequest",
    "DeviceRequestState",
    "Did",
    "District",
    "EndedBy",
    "FormOfAddress",
    "FormerContact",
    "GuardianState",
    "Guardianship",
    "Invitation",
    "Look",
    "Person",
    "PersonStanding",
    "PrivateDetails",
    "Relation",
    "Removal",
    "RemovalState",
    "Role",
    "STAFF_ROLES",
    "Scope",
    "Use",
    "Way",
]
