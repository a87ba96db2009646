"""Fields that cannot be read in the database: addresses, and what somebody cannot hear, see or do well.

The keys are KORPU_FIELD_KEYS, newest first. What is written is written with the newest; what was written with an older
one is still read, until `manage.py rotate_field_key` has written it anew and the old key is dropped. The keys stand
apart from the site's secret key, so that one can be changed without the other.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast

BATCH = 200
# Functions that write anew what is encrypted and no field of ours; each gives what it was and how many.
_written_elsewhere: list[Callable[[], Iterator[tuple[str, int]]]] = []


class CannotRead(Exception):
    """A value was written with a key that is not in KORPU_FIELD_KEYS, or was tampered with."""


class EncryptedTextField(models.TextField):
    """Text that is encrypted on its way to the database and decrypted on its way back (Fernet: AES-128-CBC, HMAC).

    An empty text stays empty. Nothing can be searched or sorted by it.
    """

    description = "encrypted text"

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted; nothing can be found by it.")
        return super().get_lookup(lookup_name)


def encrypt(text: str) -> str:
    """Encrypt a text with the newest key."""
    return box().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Read what any of the keys has encrypted. Raises CannotRead, which does not say what was to be read."""
    try:
        return box().decrypt(token).decode()
    except InvalidToken:
        raise CannotRead("A field cannot be read with the keys in KORPU_FIELD_KEYS.") from None


def also_write_anew(others: Callable[[], Iterator[tuple[str, int]]]) -> Callable[[], Iterator[tuple[str, int]]]:
    """Register, as a decorator, a function that takes part in `write_anew`."""
    _written_elsewhere.append(others)
    return others


def box() -> MultiFernet:
    """Give what encrypts with the newest key and reads with all of them."""
    return _box(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


# Changing the key -----------------------------------------------------------------------------------
def encrypted_fields() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Name every encrypted field of the installation with its model."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def write_anew(*, batch: int = BATCH) -> Iterator[tuple[str, int]]:
    """Write with the newest key what an older one has written; gives after each batch the field and how many.

    It may be stopped at any moment and begun again: what has the newest key already is passed over, and a value that
    somebody changes meanwhile is left to them. Raises CannotRead.
    """
    newest = Fernet(settings.FIELD_KEYS[0])
    for model, field in encrypted_fields():
        last: Any = None
        while rows := _tokens(model, field, after=last, batch=batch):
            changed = sum(_write_anew(model, field, pk, token) for pk, token in rows if not _is_by(newest, token))
            last = rows[-1][0]
            yield f"{model._meta.label}.{field.name}", changed
    for others in _written_elsewhere:
        yield from others()


def _tokens(model: type[models.Model], field: EncryptedTextField, *, after: Any, batch: int) -> list[tuple[Any, str]]:
    rows = model._base_manager.annotate(token=Cast(F(field.name), models.TextField())).exclude(token="")
    rows = rows.filter(token__isnull=False).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.values_list("pk", "token")[:batch])


def _is_by(key: Fernet, token: str) -> bool:
    try:
        key.decrypt(token)
    except InvalidToken:
        return False
    return True


def _write_anew(model: type[models.Model], field: EncryptedTextField, pk: Any, token: str) -> int:
    try:
        fresh = box().rotate(token).decode("ascii")
    except InvalidToken:
        raise CannotRead(f"{model._meta.label}.{field.name} {pk} cannot be read with these keys.") from None
    rows = model._base_manager.filter(pk=pk).annotate(token=Cast(F(field.name), models.TextField()))
    return rows.filter(token=token).update(**{field.name: Value(fresh, output_field=models.TextField())})
