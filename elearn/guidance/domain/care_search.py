"""What search is given of the directory: what everybody may see, in the words people look for it by."""

from collections.abc import Collection, Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from elearn.people.models import District
from elearn.web.finding import Document

from ..enums_care import CareKind, ForWhom
from ..models import CareProvider, CareService
from .care_find import listed

KIND = "care"


def care_documents(keys: Collection[int] | None = None) -> Iterator[Document]:
    """Give the listed services, all or those of some keys; the same number of queries however many."""
    rows = listed() if keys is None else listed().filter(pk__in=keys)
    kinds, people = _in_all_languages(CareKind), _in_all_languages(ForWhom)
    for service in rows.select_related("provider", "district").prefetch_related("serves").order_by("pk"):
        places = [service.district.name, *(district.name for district in service.serves.all())]
        words = [
            service.provider.name,
            *places,
            kinds[service.kind],
            *(people.get(one, "") for one in service.for_whom),
        ]
        yield Document(
            kind=KIND, key=service.pk, language=service.language, title=service.name,
            url=reverse("guidance:care_service", args=[service.code]), summary=service.about,
            text="\n".join(filter(None, [service.about, service.eligibility, service.price_note, service.access_note])),
            keywords=" ".join(words),
        )  # fmt: skip


def services_of(provider: CareProvider) -> list[int]:
    """Give the keys of the services of a provider, which are found by its name."""
    return list(provider.services.values_list("pk", flat=True))


def services_near(district: District) -> list[int]:
    """Give the keys of the services that lie in a district or go there, which are found by its name."""
    there = CareService.objects.filter(Q(district=district) | Q(serves=district))
    return list(there.values_list("pk", flat=True).distinct())


def care_shown(keys: Collection[int]) -> set[int]:
    """Say which of some services everybody may see now."""
    return set(listed().filter(pk__in=keys).values_list("pk", flat=True))


def _in_all_languages(choices: type[CareKind] | type[ForWhom]) -> dict[str, str]:
    """Give the words of each choice in every language: who reads Russian finds what is written in Azerbaijani."""
    words: dict[str, list[str]] = {value: [] for value in choices.values}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for value, label in choices.choices:
                words[value].append(str(label))
    return {value: " ".join(said) for value, said in words.items()}
