"""How sending can fail. What matters is whether the message may already be on its way."""

from elearn.people.errors import CannotSend


class NotHandedOver(CannotSend):
    """Nobody took the message: trying again later is safe."""


class TooManySms(NotHandedOver):
    """A cap on text messages is reached; later there is room again."""


class Refused(CannotSend):
    """The message was refused for good: trying again would be refused again."""


class PerhapsHandedOver(CannotSend):
    """The line broke while the message was being taken: it may have been sent, so it is never sent again by itself."""
