"""An elder's page of visits as sentences to be said aloud, for who would rather listen than read."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .elder import MyVisits, VisitLine


def sentences(shown: MyVisits) -> list[str]:
    """Give what the page says of what comes, in the active language; never the code that shows a visit took place."""
    said = [sentence for line in shown.coming for sentence in _of_visit(line)]
    return [*said, *_of_request(shown, is_anything=bool(said))]


def _of_visit(line: VisitLine) -> Iterator[str]:
    starts, ends = timezone.localtime(line.visit.starts_at), timezone.localtime(line.visit.ends_at)
    facts = {
        "day": date_format(starts, "l, j E"), "from": f"{starts:%H:%M}", "until": f"{ends:%H:%M}", "name": line.trainer,
    }  # fmt: skip
    if line.waits_for_yes:
        yield _("May we come on %(day)s, from %(from)s to %(until)s? %(name)s would come.") % facts
        yield _("Please press yes or no below.")
        return
    yield _("%(name)s comes to you on %(day)s, from %(from)s to %(until)s.") % facts
    if line.lacks_second:
        yield _("Two of us come. We tell you in time who the second is. Please open to nobody before we have told you.")
    if line.word:
        yield _("At the door this word is said first: %(word)s. Open to nobody who does not know it.") % {
            "word": line.word
        }


def _of_request(shown: MyVisits, *, is_anything: bool) -> Iterator[str]:
    if shown.is_paused:
        yield _("We wait with the visits, as you wished.")
    elif shown.wait and shown.wait.first_day and shown.wait.last_day:
        facts = {
            "first": date_format(shown.wait.first_day, "j E"), "last": date_format(shown.wait.last_day, "j E"),
        }  # fmt: skip
        yield _("You are on our list. The first visit will probably be between %(first)s and %(last)s.") % facts
    elif shown.wait:
        yield _("You are on our list. We cannot say yet how long it will take.")
    elif not is_anything:
        yield _("No visit is planned at the moment.")
