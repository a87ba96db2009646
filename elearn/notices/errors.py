"""How sending can fail. What matters is whether the message may already be on its way."""


class NotHandedOver(Exception):
    """Nobody took the message: trying again later is safe."""


class Refused(Exception):
    """The message was refused for good: trying again would be refused again."""


class PerhapsHandedOver(Exception):
    """The line broke while the message was being taken: it may have been sent, so it is never sent again by itself."""
