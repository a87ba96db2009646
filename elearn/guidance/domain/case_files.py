"""Files that come with a question: made anew, scanned where there is a scanner, kept encrypted, given to few.

The storage "cases" holds what Fernet wrote: a file taken from the disk or bucket says nothing, not even its kind.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearn.people.encryption import CannotRead, also_write_anew, box

from .. import clamav
from ..errors_cases import FileRefused
from ..files.made import Unfit, Why
from ..files.take import LARGEST, make_anew
from ..models import Attachment, CaseMessage, DraftFile

MOST = 5  # files a message
DRAFTS_KEPT = timedelta(days=1)


def take(file: File) -> DraftFile:
    """Make a file anew and keep it until the question it belongs to is sent. Raises FileRefused in words."""
    if (file.size or 0) > LARGEST:
        raise FileRefused(_why(Why.LARGE))
    data = file.read()
    try:
        clamav.scan(data)  # what came, before it was made anew: that is where a virus would be
        made = make_anew(data)
        scan = clamav.scan(made.data)
    except clamav.VirusFound as error:
        raise FileRefused(_("Our scanner found something harmful in this file. We did not keep it.")) from error
    except Unfit as error:
        raise FileRefused(_why(error.why)) from error
    path = storages["cases"].save(uuid4().hex, ContentFile(box().encrypt(made.data)))
    return DraftFile.objects.create(
        kind=made.kind, name=_name(file.name or ""), path=path, size=len(made.data), pages=made.pages, scan=scan
    )


def _name(written: str) -> str:
    """Give a file's name without path, ending and what no name needs; it is shown and never used as a path."""
    stem = PurePath(written.replace("\\", "/")).name.rsplit(".", 1)[0]
    clean = "".join(sign for sign in stem if sign.isprintable() and sign not in '<>:"/|?*')
    return " ".join(clean.split())[:80] or str(_("File"))


def _why(why: Why) -> str:
    return {
        Why.EMPTY: _("This file is empty."),
        Why.LARGE: _("This file is too large. We take up to %(megabytes)d MB.") % {"megabytes": LARGEST // 2**20},
        Why.UNKNOWN: _("We take photos (JPEG, PNG, WebP) and PDF documents. This is something else."),
        Why.BROKEN: _("We cannot read this file. Perhaps it is damaged. A photo of the page is fine, too."),
        Why.HUGE: _("This file is too large once it is opened. A photo of the page is fine, too."),
        Why.LOCKED: _("This document is locked with a password. A photo of the page is fine, too."),
        Why.ACTIVE: _(
            "This document holds a program or a form, so we do not open it. A photo of the page is fine, too."
        ),
        Why.PAGES: _("This document has too many pages. Send the few that matter."),
    }[why]


def attach(message: CaseMessage, drafts: Iterable[DraftFile]) -> list[Attachment]:
    """Make the files of a draft those of a message."""
    made = []
    for draft in list(drafts)[:MOST]:
        made.append(
            Attachment.objects.create(
                case=message.case, message=message, kind=draft.kind, name=draft.name, path=draft.path,
                size=draft.size, pages=draft.pages, scan=draft.scan,
            )
        )  # fmt: skip
        draft.delete()
    return made


def drafts_of(keys: Iterable[str]) -> list[DraftFile]:
    """Give the files a session knows by their keys, in the order they came; what is gone is left out."""
    wanted = []
    for key in keys:
        try:
            wanted.append(UUID(str(key)))
        except ValueError:
            continue
    return list(DraftFile.objects.filter(key__in=wanted))


def drop(draft: DraftFile) -> None:
    """Forget a file that was not sent."""
    draft.delete()
    transaction.on_commit(partial(storages["cases"].delete, draft.path))


def drop_old_drafts(now: datetime | None = None) -> int:
    """Forget the files of questions that were never sent; says how many."""
    old = list(DraftFile.objects.filter(at__lt=(now or timezone.now()) - DRAFTS_KEPT)[:500])
    for draft in old:
        drop(draft)
    return len(old)


def opened(attachment: Attachment) -> bytes:
    """Give a file as it can be read. Raises CannotRead."""
    with storages["cases"].open(attachment.path) as kept:
        return decrypted(kept.read())


def decrypted(token: bytes) -> bytes:
    try:
        return box().decrypt(token)
    except Exception as error:
        raise CannotRead("A file of a question cannot be read with the keys in KORPU_FIELD_KEYS.") from error


def forget_files(paths: Iterable[str]) -> None:
    """Delete files once their rows are gone for good."""
    for path in paths:
        transaction.on_commit(partial(storages["cases"].delete, path))


@also_write_anew
def files_written_anew() -> Iterator[tuple[str, int]]:
    """Encrypt the files with the newest key."""
    changed = 0
    for model in (Attachment, DraftFile):
        for path in model.objects.values_list("path", flat=True).iterator():
            with storages["cases"].open(path) as kept:
                fresh = box().rotate(kept.read())
            storages["cases"].save(path, ContentFile(fresh))  # the storage writes over what is there
            changed += 1
    if changed:
        yield "guidance.Attachment.path", changed
