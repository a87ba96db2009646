"""What can go wrong with a film, for callers."""


class NotPlayable(Exception):
    """Nothing of the film can be watched yet."""


class AlreadyArrived(Exception):
    """The film has its source; another file cannot take its place."""


class LeaseLost(Exception):
    """Somebody else has the film now, or it is gone; what was made is thrown away."""
