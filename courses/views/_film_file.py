"""An answer by film that was chosen as a file: what its script is told, and the form where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from courses.domain.talk import filmed, filmed_file, filmed_made
from courses.errors import FilmedUnfit, SchoolError
from courses.forms.asks import FilmAnswerForm
from courses.models import Ask, FilmedAnswer
from elearn.people.models import Account
from elearn.safety.api import SafetyError

from ._film_form import described, settings_of


def sender(ask: Ask, *, begin: str, by: Account | None = None) -> dict[str, Any]:
    """Give the settings of the script of the form with a file; `by` sends it for the teacher."""
    row = filmed_file.begun_file(ask, by=by)
    unfinished = described(row.film, **terms_of(row, begin)) if row else None
    return settings_of(begin, largest=filmed.LARGEST, unfinished=unfinished)


def terms_of(row: FilmedAnswer, begin: str) -> dict[str, Any]:
    """Say on what terms a file is taken, and where the form is sent when it is here; `begin` is where it began."""
    return {"send": f"{begin}{row.film_id}/send/", "largest": filmed.LARGEST, "is_apart": False}


def show_answer(form: FilmAnswerForm, ask: Ask, by: Account | None) -> bool:
    """Send a film that was chosen as a file; the media pipeline prepares it."""
    try:
        with _on_disk(form.cleaned_data["film"]) as path:
            sent = filmed.send_file(ask, path, text=form.cleaned_data["said"], by=by)
        if sent.film_id:  # it may have been looked at before it was an answer
            filmed_made.settle(sent.film_id)
    except FilmedUnfit as error:
        form.add_error("film", str(error))
    except SafetyError as error:
        form.add_error("said", str(error))
    except SchoolError as error:
        form.add_error(None, str(error))
    return not form.errors


@contextmanager
def _on_disk(file: UploadedFile | None) -> Iterator[Path | None]:
    """Give where a file lies that was sent; a small one is in memory only. None where nothing was chosen."""
    if file is None:
        yield None
    elif isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
    else:
        with NamedTemporaryFile() as kept:
            kept.write(file.read())
            kept.flush()
            yield Path(kept.name)
