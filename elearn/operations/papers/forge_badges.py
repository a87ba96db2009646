"""Forged badges: what is said changed, the signature kept, swapped or stripped, the key confused, others' parts."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization

import courses.api as school
from courses.documents.badge_picture import BadgeWords, bake, draw_badge
from courses.documents.credential import new_key, private_key, public_jwk, sign_payload

from .forge_papers import LEVELS, Forge, Genuine

Said = dict[str, Any]
Change = Callable[[Said, Genuine, random.Random], None]
WORDS = BadgeWords("az", "Sertifikat", "Kurs", "Körpü")


@lru_cache(maxsize=1)
def _forgers_key() -> bytes:
    return new_key()


def _part(token: str, number: int) -> Said:
    text = token.split(".")[number]
    return dict(json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))))


def _packed(part: Said) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


# Said, and not true ----------------------------------------------------------------------------------------
def other_course(said: Said, _other: Genuine, dice: random.Random) -> None:
    said["credentialSubject"]["achievement"]["name"] = said["name"] = dice.choice(("Cərrahlıq", "Право", "Law"))


def other_level(said: Said, _other: Genuine, dice: random.Random) -> None:
    achievement = said["credentialSubject"]["achievement"]
    aim = {"type": ["Alignment"], "targetName": dice.choice(LEVELS), "targetUrl": achievement["id"]}
    achievement["alignment"] = [aim]


def other_date(said: Said, _other: Genuine, dice: random.Random) -> None:
    said["nbf"] -= dice.randint(10**6, 10**8)
    said["validFrom"] = f"20{dice.randint(10, 25)}-03-01T00:00:00Z"


def other_hours(said: Said, _other: Genuine, dice: random.Random) -> None:
    said["credentialSubject"]["achievement"]["criteria"]["narrative"] = f"{dice.randint(100, 900)} saat"


def another_holder(said: Said, other: Genuine, _dice: random.Random) -> None:
    """Put another's salted hashes in."""
    said["credentialSubject"]["identifier"] = _part(other.token, 1)["credentialSubject"]["identifier"]


def anothers_status(said: Said, other: Genuine, _dice: random.Random) -> None:
    """Point to another's place in the list, so that a cancelled badge looks good."""
    said["credentialStatus"] = _part(other.token, 1)["credentialStatus"]


def no_status(said: Said, _other: Genuine, _dice: random.Random) -> None:
    del said["credentialStatus"]


CHANGES: dict[str, Change] = {
    "course": other_course, "level": other_level, "date": other_date, "hours": other_hours, "holder": another_holder,
    "status": anothers_status, "no status": no_status,
}  # fmt: skip


def _changed(one: Genuine, other: Genuine, dice: random.Random, change: Change) -> Said:
    said = deepcopy(_part(one.token, 1))
    change(said, other, dice)
    return said


# How it is signed ------------------------------------------------------------------------------------------
def signature_kept(change: Change) -> Forge:
    def forge(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
        head, _body, signature = one.token.split(".")
        return carried(f"{head}.{_packed(_changed(one, other, dice, change))}.{signature}", dice)

    return forge


def signed_by_the_forger(change: Change) -> Forge:
    """Sign with a key of one's own, and name our key's address."""

    def forge(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
        header = {"kid": _part(one.token, 0)["kid"]}
        said = _changed(one, other, dice, change)
        return carried(jwt.encode(said, private_key(_forgers_key()), "RS256", headers=header), dice)

    return forge


def signature_of_another(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    return carried(f"{one.token.rpartition('.')[0]}.{other.token.rpartition('.')[2]}", dice)


def signature_stripped(one: Genuine, _other: Genuine, dice: random.Random) -> bytes:
    return carried(f"{one.token.rpartition('.')[0]}.", dice)


def no_algorithm(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    said = _changed(one, other, dice, other_hours)
    return carried(f"{_packed(_part(one.token, 0) | {'alg': 'none'})}.{_packed(said)}.", dice)


def public_key_as_secret(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    """HS256 with the text of our public key, which anybody has."""
    header = _part(one.token, 0)
    key = jwt.PyJWK(school.badge_key(header["kid"].rpartition("/")[2]) or {}).key
    text = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = f"{_packed(header | {'alg': 'HS256'})}.{_packed(_changed(one, other, dice, other_course))}"
    digest = hmac.new(text, signed.encode(), hashlib.sha256).digest()
    return carried(f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}", dice)


def key_at_another_address(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    said = _changed(one, other, dice, other_level)
    return carried(sign_payload(said, _forgers_key(), keys="https://forger.example/badges/keys/"), dice)


def key_in_the_header(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    header = {"jwk": public_jwk(_forgers_key()), "kid": _part(one.token, 0)["kid"]}
    said = _changed(one, other, dice, other_date)
    return carried(jwt.encode(said, private_key(_forgers_key()), "RS256", headers=header), dice)


def two_in_one(one: Genuine, other: Genuine, dice: random.Random) -> bytes:
    """A genuine record first, and a forged one behind it for readers that take the last."""
    head, _body, signature = one.token.split(".")
    forged = f"{head}.{_packed(_changed(one, other, dice, other_course))}.{signature}"
    return bake(bake(draw_badge(WORDS, "svg"), one.token, "svg"), forged, "svg")


# What carries it -------------------------------------------------------------------------------------------
def carried(token: str, dice: random.Random) -> bytes:
    """Give a token alone, or in a picture."""
    form = dice.choice(("jwt", "jwt", "svg", "png"))
    if form == "jwt":
        return token.encode()
    return bake(draw_badge(WORDS, form), token, form)  # type: ignore[arg-type]  # one of the two


def in_pictures(genuine: Genuine) -> list[bytes]:
    """Give a badge in both pictures."""
    return [bake(draw_badge(WORDS, "svg"), genuine.token, "svg"), bake(draw_badge(WORDS, "png"), genuine.token, "png")]


KINDS: dict[str, Forge] = {
    **{f"badge: {what} changed, signature kept": signature_kept(change) for what, change in CHANGES.items()},
    **{
        f"badge: {what} changed, signed by the forger": signed_by_the_forger(change) for what, change in CHANGES.items()
    },
    "badge: signature of another": signature_of_another,
    "badge: signature stripped": signature_stripped,
    "badge: no algorithm": no_algorithm,
    "badge: public key as a secret": public_key_as_secret,
    "badge: key at another address": key_at_another_address,
    "badge: key in the header": key_in_the_header,
    "badge: two records in one file": two_in_one,
}
