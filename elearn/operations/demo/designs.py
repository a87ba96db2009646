"""The design of the demo's certificates: drawn up by one coordinator, signed by her hand, approved by the other."""

import math
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

import courses.api as school
from courses.models import CertificateDesign
from courses.models.design import DesignSignatory
from elearn.people.models import Account

STATEMENTS = {
    "statement_az": "Əldən-ələ, nəsildən-nəslə.",
    "statement_en": "From hand to hand, from one generation to the next.",
    "statement_ru": "Из рук в руки, из поколения в поколение.",
}
ROLES = {"role_az": "Əlaqələndirici", "role_en": "Coordinator", "role_ru": "Координатор"}
SCALE = 3  # drawn larger and made smaller, so that the line is smooth
INK = (31, 58, 95, 255)


def make(*, by: Account, approved_by: Account) -> None:
    """Make it, and have it approved by a second person."""
    design = CertificateDesign.objects.create(
        name="Körpü", is_default=True, organisation_az="Körpü", organisation_en="Körpü", organisation_ru="Кёрпю",
        made_by=by, **STATEMENTS,
    )  # fmt: skip
    design.changed_by.add(by)
    hand = DesignSignatory(
        design=design, name=by.person.name, picture=ContentFile(_signature(), "signature.png"), **ROLES
    )
    hand.full_clean(exclude=["design"])
    hand.save()
    school.approve_design(design, by=approved_by, mark=school.design_mark(design))


def _signature() -> bytes:
    """Draw a signature of nobody: a tall loop, a wave that runs out, and a stroke under it."""
    picture = Image.new("RGBA", (560 * SCALE, 200 * SCALE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    loop = [(90 + 38 * math.sin(at), 90 - 62 * math.cos(at) - 9 * at) for at in _steps(0, 2 * math.pi)]
    wave = [
        (90 + 52 * at, 92 + 42 * math.exp(-at / 5) * math.sin(2.4 * at + 0.6) - 2 * at) for at in _steps(0, 8)
    ]  # fmt: skip
    under = [(120 + 46 * at, 158 - 3 * at + 5 * math.sin(at)) for at in _steps(0, 8)]
    for line, width in ((loop, 6), (wave, 6), (under, 4)):
        points = [(x * SCALE, y * SCALE) for x, y in line]
        pen.line(points, fill=INK, width=width * SCALE, joint="curve")
    written = BytesIO()
    picture.resize((560, 200), Image.Resampling.LANCZOS).save(written, "PNG")
    return written.getvalue()


def _steps(start: float, end: float, count: int = 160) -> list[float]:
    return [start + (end - start) * number / count for number in range(count + 1)]
