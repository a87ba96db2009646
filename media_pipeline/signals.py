"""What the engine tells its surroundings. Sent after commit; receivers only register work."""

from django.dispatch import Signal

# Keyword arguments: film_id (UUID) and state, one of the names of `FilmChange`.
film_changed = Signal()


class FilmChange:
    """The values of `state`: watchable at first, all ready, unusable, a fault of ours."""

    PLAYABLE = "playable"
    READY = "ready"
    REFUSED = "refused"
    FAILED = "failed"
