"""What the engine tells its surroundings. Sent after commit; receivers only register work."""

from django.dispatch import Signal

# Keyword arguments: film_id (UUID) and state, one of the names of `FilmChange`.
film_changed = Signal()

# Asked before the original of a film is removed by rule; whoever answers True keeps it for now. Keyword arguments:
# film_id (UUID) and rule, "ready" or "public". A receiver that fails keeps it too.
original_needed = Signal()

# In the transaction in which the day is fixed on which an original goes by rule. Keyword arguments: film_id (UUID) and
# at (datetime). Sent once for each such day.
original_going = Signal()

# In the transaction in which a film loses its original, whose file goes after it. Keyword arguments: film_id (UUID),
# rule and bytes.
original_removed = Signal()


class FilmChange:
    """The values of `state`: watchable at first, all ready, unusable, a fault of ours."""

    PLAYABLE = "playable"
    READY = "ready"
    REFUSED = "refused"
    FAILED = "failed"


# Keyword arguments: film_id (UUID) and language ("" for all): the captions people watch with are others now, or gone.
captions_changed = Signal()

# After commit. Keyword arguments: broadcast_id (UUID) and state, "on_air", "paused", "ended", and once after the end
# "sent" (the recording is on its way to become the film) or "nothing" (nothing was recorded on air).
broadcast_changed = Signal()

# In the transaction in which a line of live captions is shown, and is taken back. Keyword arguments: broadcast_id
# (UUID) and cue (a `LiveCue`), or broadcast_id, cue_id and language.
cue_said = Signal()
cue_unsaid = Signal()

# After commit. Keyword arguments: broadcast_id (UUID) and listening (`domain.live.hearing.Listening`): the machine that
# writes captions has begun, has ended, or has given up.
listening_changed = Signal()
