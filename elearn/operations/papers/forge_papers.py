"""Forged papers: drawn anew with other claims, changed in place, stripped of their signature, signed by others."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

import courses.api as school
from courses.documents.certificate import Paper, draw
from courses.documents.paper_key import Signer, new_signer
from courses.documents.signature import sign
from courses.models import Certificate

NAMES = ("Murad Quliyev", "Мурад Кулиев", "Sevil Orucova", "İlqar Səmədov")
LEVELS = ("Səviyyə 5", "Bakalavr", "Level 6", "Уровень 7")
Claims = school.Claims


@dataclass(frozen=True)
class Genuine:
    """What a forger begins with: a certificate's row, its paper and its badge."""

    certificate: Certificate
    pdf: bytes

    @property
    def token(self) -> str:
        return str(self.certificate.credential)

    @property
    def claims(self) -> Claims:
        return Claims.from_json(self.certificate.claims)


Forge = Callable[[Genuine, Genuine, random.Random], bytes]


@lru_cache(maxsize=1)
def _forger() -> Signer:
    """A key that calls itself like ours."""
    return new_signer("Körpü")


# Claims that are not true ----------------------------------------------------------------------------------
def other_name(claims: Claims, dice: random.Random) -> Claims:
    return replace(claims, holder=dice.choice(NAMES))


def other_level(claims: Claims, dice: random.Random) -> Claims:
    alignment = {
        "recognised_by": "Elm və Təhsil Nazirliyi", "decision_number": str(dice.randint(1, 999)),
        "decision_date": "2026-03-01", "framework": "AzMKÇ", "level": dice.choice(LEVELS),
    }  # fmt: skip
    return replace(claims, design=claims.design | {"alignment": alignment})


def other_date(claims: Claims, dice: random.Random) -> Claims:
    return replace(claims, issued_on=claims.issued_on - timedelta(days=dice.randint(30, 3_000)))


def other_hours(claims: Claims, dice: random.Random) -> Claims:
    return replace(claims, hours=claims.hours + Decimal(dice.randint(10, 900)))


def _drawn(genuine: Genuine, claims: Claims) -> tuple[Paper, bytes]:
    paper = school.paper_of(genuine.certificate, claims)
    return paper, draw(paper)


def _signed(pdf: bytes) -> bytes:
    return sign(pdf, _forger(), name="Körpü", reason="Certificate")


def redrawn(change: Callable[[Claims, random.Random], Claims]) -> Forge:
    """Draw it anew with other claims, and sign it with a key of one's own."""
    return lambda one, _other, dice: _signed(_drawn(one, change(one.claims, dice))[1])


def redrawn_unsigned(change: Callable[[Claims, random.Random], Claims]) -> Forge:
    return lambda one, _other, dice: _drawn(one, change(one.claims, dice))[1]


# The file itself -------------------------------------------------------------------------------------------
def written_over(one: Genuine, _other: Genuine, dice: random.Random) -> bytes:
    """Change what the file says of itself by an update behind the signature, as editors do."""
    writer = IncrementalPdfFileWriter(BytesIO(one.pdf), strict=False)
    about = writer.trailer_view["/Info"]
    about["/Title"] = generic.TextStringObject(f"{one.certificate.number}: {dice.choice(NAMES)}")
    writer.update_container(about)
    changed = BytesIO()
    writer.write(changed)
    return changed.getvalue()


def flipped(one: Genuine, _other: Genuine, dice: random.Random) -> bytes:
    """Change a single bit anywhere."""
    changed = bytearray(one.pdf)
    changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def stripped(one: Genuine, _other: Genuine, _dice: random.Random) -> bytes:
    """Cut off the signature, which is an update at the end."""
    return one.pdf[: one.pdf.index(b"%%EOF") + 6]


def with_a_signature_of_another(one: Genuine, other: Genuine, _dice: random.Random) -> bytes:
    """Put the genuine signature of another paper where this one's is."""
    mine, theirs = (re.search(rb"/Contents <([0-9A-Fa-f]+)>", pdf) for pdf in (one.pdf, other.pdf))
    if mine is None or theirs is None:
        raise ValueError("A paper has no signature.")
    size = len(mine.group(1))
    spliced = theirs.group(1)[:size].ljust(size, b"0")
    return one.pdf[: mine.start(1)] + spliced + one.pdf[mine.end(1) :]


def signed_over(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    """Cut off our signature and put one's own in its place."""
    return _signed(stripped(one, other, dice))


def under_the_number_of_another(one: Genuine, other: Genuine, _dice: random.Random) -> bytes:
    """Print one's own claims with another's number, code and address."""
    paper = school.paper_of(other.certificate, replace(other.claims, holder=one.claims.holder))
    return _signed(draw(paper))


def with_another_code(one: Genuine, other: Genuine, _dice: random.Random) -> bytes:
    """Print a genuine number with the code of another."""
    paper, _pdf = _drawn(one, one.claims)
    reference = f"{one.certificate.number}-{other.certificate.grouped_code}"
    address = paper.address.replace(one.certificate.reference, reference)
    return _signed(draw(replace(paper, reference=reference, address=address)))


CHANGES = {"name": other_name, "level": other_level, "date": other_date, "hours": other_hours}
KINDS: dict[str, Forge] = {
    **{f"paper: other {what}, signed by the forger": redrawn(change) for what, change in CHANGES.items()},
    **{f"paper: other {what}, signature stripped": redrawn_unsigned(change) for what, change in CHANGES.items()},
    "paper: title written over": written_over,
    "paper: a bit flipped": flipped,
    "paper: signature stripped": stripped,
    "paper: signature of another paper": with_a_signature_of_another,
    "paper: signed over": signed_over,
    "paper: another's number and code": under_the_number_of_another,
    "paper: own number, another's code": with_another_code,
}
