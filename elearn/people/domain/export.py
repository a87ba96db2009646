"""Everything held of a person, gathered; and the copy they ask for: a file for people, a file for machines, in one."""

import io
import json
import logging
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from elearn.history import api as history

from ..models import DataCopy, DataCopyState, Person
from ..own_data import Row, holdings, records_of
from ..own_data_words import LABELS
from ..signals import to_tell

KEPT_FOR = timedelta(days=7)
TRY_AGAIN_AFTER = timedelta(minutes=10)
MOST_TRIES = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """One kind of thing held: its name in the file, in words, and its rows."""

    name: str
    words: str
    rows: list[Row]
    for_machines: bool = False

    def lines(self, most: int) -> list[list[tuple[str, Any, bool]]]:
        """Give at most so many rows as (words, value, whether it is an address to follow), without what is empty."""
        empty: tuple[Any, ...] = (None, "", [])
        return [
            [(str(LABELS[key]), value, key == "download") for key, value in row.items() if value not in empty]
            for row in self.rows[:most]
        ]


def gather(person: Person) -> list[Part]:
    """Gather everything held of a person, in the active language; parts with nothing in them too."""
    records = records_of(person)
    return [
        Part(
            holding.name,
            str(holding.words),
            [row for record in records for row in holding.give(record)],
            holding.for_machines,
        )
        for holding in holdings()
    ]


def as_json(parts: list[Part]) -> str:
    """Write the parts for machines: UTF-8 text, dates as in ISO 8601."""
    whole = {
        "site": settings.BASE_URL,
        "made_at": timezone.now(),
        "parts": {part.name: {"words": part.words, "rows": [_whole(row) for row in part.rows]} for part in parts},
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _whole(row: Row) -> Row:
    """Give a row with the complete address of what can be downloaded."""
    return row | {"download": settings.BASE_URL + row["download"]} if row.get("download") else row


# The copy ------------------------------------------------------------------------------------------
@transaction.atomic
def ask_for_copy(person: Person, *, language: str) -> tuple[DataCopy, bool]:
    """Write down that a person wants a copy; one that is being made is not asked for twice. Gives whether it is new."""
    copy, is_new = DataCopy.objects.get_or_create(
        person=person, state=DataCopyState.WAITING, defaults={"language": language}
    )
    if is_new:
        history.note(history.Kind.DATA_ASKED, who=person.key, is_check=person.is_check)
    return copy, is_new


def make_copy(copy_id: int) -> bool:
    """Make the file of a copy and tell the person; False when it is made already or cannot be made."""
    waiting = DataCopy.objects.filter(pk=copy_id, state=DataCopyState.WAITING, tries__lt=MOST_TRIES)
    if not waiting.update(tries=F("tries") + 1):
        DataCopy.objects.filter(pk=copy_id, state=DataCopyState.WAITING).update(state=DataCopyState.FAILED)
        return False
    copy = DataCopy.objects.select_related("person").get(pk=copy_id)
    with translation.override(copy.language):
        packed = pack(gather(copy.person), copy.person)
    key = storages["papers"].save(f"copies/{uuid4().hex}.zip", ContentFile(packed))
    if not _ready(copy, key, len(packed)):
        storages["papers"].delete(key)
        return False
    return True


@transaction.atomic
def _ready(copy: DataCopy, key: str, size: int) -> bool:
    now = timezone.now()
    ready = DataCopy.objects.filter(pk=copy.pk, state=DataCopyState.WAITING).update(
        state=DataCopyState.READY, file=key, bytes=size, ready_at=now, until=now + KEPT_FOR
    )
    if ready:
        to_tell.send(
            sender=DataCopy, person=copy.person, kind="data_ready", key=f"data_ready:{copy.pk}",
            facts={"address": "/my-data/", "days": KEPT_FOR.days},
        )  # fmt: skip
    return bool(ready)


def pack(parts: list[Part], person: Person) -> bytes:
    """Pack the readable page and the file for machines; names inside are plain, whatever the person is called."""
    facts = {"parts": shown(parts), "person": person, "made": timezone.now(), "base_url": settings.BASE_URL}
    page = render_to_string("people/my_data_paper.html", facts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", page)
        archive.writestr("my-data.json", as_json(parts))
    return packed.getvalue()


def shown(parts: list[Part], most: int = 100_000) -> list[dict[str, Any]]:
    """Give the parts that hold something, for a page: words, lines, and how many more there are."""
    return [
        {"name": part.name, "words": part.words, "lines": part.lines(most), "more": max(0, len(part.rows) - most)}
        for part in parts
        if part.rows and not part.for_machines
    ]


def left_unmade(now: datetime) -> list[int]:
    """Name the copies that should have been made by now."""
    late = DataCopy.objects.filter(state=DataCopyState.WAITING, asked_at__lt=now - TRY_AGAIN_AFTER)
    return list(late.values_list("pk", flat=True)[:50])


def delete_copy(copy: DataCopy) -> None:
    """Delete the file of a copy; the row says that it is gone."""
    if copy.file:
        storages["papers"].delete(copy.file)
    DataCopy.objects.filter(pk=copy.pk).update(state=DataCopyState.GONE, file="", bytes=0)
