"""An answer by film that was chosen as a file: works without any script."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from courses.domain.talk import filmed, filmed_made
from courses.errors import FilmedUnfit, SchoolError
from courses.forms_asks import FilmAnswerForm
from courses.models import Ask
from elearn.people.models import Account
from elearn.safety.api import SafetyError


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
