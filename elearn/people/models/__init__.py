from .account import Account, Role
from .person import ContactPoint, FormOfAddress, Person

__all__ = ["Account", "ContactPoint", "FormOfAddress", "Person", "Role"]
