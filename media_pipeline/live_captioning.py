"""The part of the door that live captions have: lines that are typed, and a machine that writes them.

Nobody is asked here whether they may: who calls knows. `by` is an account.
"""

from django.db import transaction

from .captions.live import LONGEST_LINE, LiveLine, live_vtt
from .domain.live.captions import edge as live_edge
from .domain.live.captions import keep as keep_live_captions
from .domain.live.captions import keep_left_out as keep_captions_left_out
from .domain.live.captions import line_of
from .domain.live.captions import lines as live_cues
from .domain.live.captions import say as say_live
from .domain.live.captions import unsay as unsay_live
from .domain.live.hearing import Listening, listening
from .domain.live.hearing import begin as _begin
from .domain.live.hearing import stop as stop_listening
from .domain.live.hearing import told_of as listening_told
from .errors import NotOnAir
from .models import Broadcast
from .tasks import wake_on_commit

__all__ = [
    "LONGEST_LINE",
    "Listening",
    "LiveLine",
    "NotOnAir",
    "begin_listening",
    "keep_captions_left_out",
    "keep_live_captions",
    "line_of",
    "listening",
    "listening_told",
    "live_cues",
    "live_edge",
    "live_vtt",
    "say_live",
    "stop_listening",
    "unsay_live",
]


def begin_listening(broadcast: Broadcast) -> bool:
    """Have a machine write captions of a broadcast that is on air; says whether it knows the language."""
    with transaction.atomic():
        knows = _begin(broadcast)
        wake_on_commit(broadcast.film_id)
    return knows
