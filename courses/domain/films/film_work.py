"""What staff do with the work on films, and with what goes beside them. Each deed is noted with who did it."""

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import media_pipeline.api as films
from courses.errors import CannotGoBeside
from courses.models import Contribution, ContributionState
from elearn.history.api import Kind, note
from elearn.people.models import Account
from media_pipeline.api import TrackProblem
from media_pipeline.models import Film, TrackKind, Work

from . import pictures
from .beside import refuse_beside

PROBLEMS: dict[str, str | Promise] = {
    TrackProblem.SAME_FILM: _("This is the same video."),
    TrackProblem.UNUSABLE: _("This video cannot be used."),
    TrackProblem.NO_PICTURE: _("This video has no picture, so nobody can see the signs."),
    TrackProblem.NO_SOUND: _("This video has no sound, so nothing can be heard in it."),
    TrackProblem.NOTHING_TO_REPLACE: _("The main video has no sound, so there is nothing to be heard instead of."),
    TrackProblem.OTHER_LENGTH: _("A described sound has to be exactly as long as the main video."),
    TrackProblem.BESIDE_IT: _("With this beginning the two videos never play at the same time."),
}
_SHOWN = (ContributionState.SENT, ContributionState.PLACED)


@transaction.atomic
def try_again(work: Work, *, by: Account) -> bool:
    """Have work done again that was set aside or cancelled; says whether it was either."""
    done = films.try_work_again(work)
    if done:
        _note(Kind.FILM_WORK, work.film, by=by, work=work.kind, deed="try_again")
    return done


@transaction.atomic
def cancel(work: Work, *, by: Account) -> bool:
    """Let work not be done, even when it has begun; says whether it was still to do."""
    done = films.cancel_work(work)
    if done:
        _note(Kind.FILM_WORK, work.film, by=by, work=work.kind, deed="cancel")
    return done


@transaction.atomic
def choose_picture(film: Film, *, name: str, by: Account) -> bool:
    """Let one of a film’s pictures stand for it; says whether it has it. What a teacher gave has rules of its own."""
    contribution = Contribution.objects.select_related("film", "lesson").filter(film=film).first()
    if contribution is not None:
        pictures.choose(contribution, name=name, by=by)
        return True
    done = films.choose_poster(film, name)
    if done:
        _note(Kind.POSTER_CHOSEN, film, by=by)
    return done


@transaction.atomic
def attach(main: Film, *, kind: TrackKind, film: Film, offset_ms: int, by: Account) -> None:
    """Let a signed film, or one with a described sound, go with another.

    As when a film is published, two people stand for it: who gave it, and who puts it there. Raises CannotGoBeside and
    what `refuse_beside` raises.
    """
    given = Contribution.objects.filter(film=film).first()
    if given and (given.state not in _SHOWN or by.person_id in (given.person_id, given.recorded_by_id)):
        raise CannotGoBeside(_("This video waits for its teacher, or you gave it yourself: ask another coordinator."))
    refuse_beside(film)
    try:
        films.attach_track(main, kind=kind, film=film, offset_ms=offset_ms)
    except films.TrackUnfit as error:
        raise CannotGoBeside(PROBLEMS[error.reason]) from error
    _note(Kind.FILM_TRACK, main, by=by, track=str(kind), deed="attach")


@transaction.atomic
def detach(main: Film, *, kind: TrackKind, by: Account) -> bool:
    """Let what goes with a film go its own way; says whether there was something."""
    done = films.detach_track(main, kind)
    if done:
        _note(Kind.FILM_TRACK, main, by=by, track=str(kind), deed="detach")
    return done


def _note(kind: Kind, film: Film, *, by: Account, **facts: str) -> None:
    note(kind, who=by.person.key if by.person else None, subject=f"film:{film.pk}", is_check=film.is_check, **facts)
