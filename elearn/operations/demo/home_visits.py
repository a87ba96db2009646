"""Home visits of the demo world: a trainer with papers and a face, one elder who waits, one whose visit is agreed."""

from datetime import datetime, time, timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw

import elearn.people.api as people
import elearn.visits.api as visits
from elearn.people.models import Account, District, Person
from elearn.visits.enums import Channel, CheckKind, Device, Gender, Transport, Way
from elearn.visits.models import Trainer, Unit, VisitRequest

from .texts import ELCHIN, NIGAR, RENA, SAKINA, ZOHRA

FIRST, LAST = time(9), time(20)
FIRST_VISIT, LAST_VISIT = 10, 18  # o'clock
SIDE = 640  # pixels


def make(everybody: dict[str, Person]) -> None:
    """Make the trainer, and let the operator write down what two elders wish on the phone."""
    nigar = everybody[NIGAR.login].account
    trainer = _trainer(everybody[ELCHIN.login], by=everybody[RENA.login].account)
    zohra = people.create_person(
        ZOHRA.name, language=ZOHRA.language, birth_year=ZOHRA.birth_year, form_of_address=ZOHRA.form_of_address,
        phone=ZOHRA.login, with_account=False,
    )  # fmt: skip
    _ask(zohra, "Nəvəm Kanadadadır, onu ekranda görmək istəyirəm.", "Binəqədi", "8-ci mikrorayon, ev 14", by=nigar)
    request = _ask(everybody[SAKINA.login], "Telefonda şəkil göndərmək", "Yasamal", "Dostluq küçəsi 5", by=nigar)
    visits.propose(request, trainer, starts_at=_when(), by=nigar, agreed_way=Way.OPERATOR)


def _trainer(person: Person, *, by: Account) -> Trainer:
    trainer = Trainer.objects.create(
        person=person, gender=Gender.MAN, languages=["az", "ru"], transport=Transport.PUBLIC,
        district=District.objects.get(name="Nəsimi"),
    )  # fmt: skip
    trainer.units.set(Unit.objects.all())
    trainer.save()
    visits.set_week(trainer, dict.fromkeys(range(7), (FIRST, LAST)))
    visits.keep_photo(trainer, _face())
    today = timezone.localdate()
    for kind in CheckKind:
        visits.note_check(trainer, kind, seen_on=today, expires_on=today + timedelta(days=365), by=by)
    return trainer


def _ask(person: Person, wish: str, district: str, address: str, *, by: Account) -> VisitRequest:
    return visits.ask(
        person, by=by, channel=Channel.OPERATOR, wish=wish, device=Device.ANDROID, language="az",
        district=District.objects.get(name=district), address=address, units=Unit.objects.all()[:1],
        windows=[(weekday, FIRST, LAST) for weekday in range(7)],
    )  # fmt: skip


def _when() -> datetime:
    """Tomorrow, as early as a visit may be agreed; made in the evening, the morning after."""
    at = timezone.localtime(visits.earliest_start()).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if at.hour > LAST_VISIT:
        at += timedelta(days=1)
    return at.replace(hour=at.hour if FIRST_VISIT <= at.hour <= LAST_VISIT else FIRST_VISIT)


def _face() -> bytes:
    """A drawn face: the demo shows nobody who lives."""
    image, file = Image.new("RGB", (SIDE, SIDE), "#E9EEE6"), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.pieslice((90, 440, 550, 900), 180, 360, fill="#1F3A5F")
    draw.ellipse((190, 130, 450, 450), fill="#E2B48F")
    draw.pieslice((180, 95, 460, 360), 180, 360, fill="#3A2A1E")
    for left in (255, 355):
        draw.ellipse((left, 270, left + 28, 298), fill="#1B1B1B")
    draw.arc((265, 300, 375, 390), 20, 160, fill="#1B1B1B", width=9)
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
