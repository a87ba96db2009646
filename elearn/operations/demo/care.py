"""Care services of the demo world. All of them are invented, and their names, numbers and addresses say so."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from elearn.guidance.models import CareProvider, CareService
from elearn.people.models import District

# Names from tales and plants, with “nümunə” (example); numbers that no operator gives out.
PROVIDERS: dict[str, dict[str, Any]] = {
    "nar-agaci": {"name": "Nar Ağacı (nümunə)", "kind": "ngo", "phone": "012 000 00 11", "declaration": "none"},
    "qizil-alma": {
        "name": "Qızıl Alma (nümunə)", "kind": "company", "phone": "012 000 00 12", "declaration": "some",
        "interests": "Sahibi tibbi vasitələr də satır.",
    },
    "simurq": {"name": "Simurq Mərkəzi (nümunə)", "kind": "city", "phone": "012 000 00 13", "declaration": "none"},
    "cirtdan": {"name": "Cırtdan Xidməti (nümunə)", "kind": "company", "phone": "012 000 00 14"},
    "xari-bulbul": {
        "name": "Xarıbülbül Evi (nümunə)", "kind": "state", "phone": "012 000 00 15", "declaration": "none",
        "relation": "Əməkdaşlarımızdan biri orada könüllüdür.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One service, with how many days ago its places, inspection and confirmation were said; None: never."""

    code: str
    provider: str
    name: str
    kind: str
    district: str
    about: str
    price: tuple[str, str, str] | None = None  # from, up to, for what; None: not stated
    serves: tuple[str, ...] = ()
    places: tuple[int, int] | None = None  # how many, days ago
    inspected: tuple[str, int] | None = None
    confirmed: int | None = None
    more: dict[str, Any] = field(default_factory=dict)


_OLDER = {"languages": ["az", "ru"], "for_whom": ["older"]}
EXAMPLES = (
    Example(
        "evde-nar", "nar-agaci", "Evdə gündəlik köməklik", "home", "Yasamal",
        "Köməkçi evə gəlir: yemək, təmizlik, gəzinti və söhbət. İlk görüş pulsuzdur.",
        ("8", "10", "hour"), ("Nəsimi", "Nərimanov", "Səbail"), (3, 6), ("passed", 120), 12,
        _OLDER | {"from_age": 60, "access": ["large_print"]},
    ),
    Example(
        "evde-alma", "qizil-alma", "Evdə qulluq, gecə və gündüz", "home", "Nəsimi",
        "Gecə növbəsi də var. Köməkçilər yeriməyə və yuyunmağa kömək edir.",
        ("12", "18", "hour"), ("Yasamal", "Xətai"), (1, 3), ("remarks", 200), 30,
        _OLDER | {"for_whom": ["older", "dementia", "hospital"], "price_note": "Gecə növbəsi 18 manatdır.",
                  "inspection_note": "Sənədlər vaxtında yenilənməyib."},
    ),
    Example(
        "evde-cirtdan", "cirtdan", "Saatlıq köməkçi", "home", "Nizami",
        "Alış-veriş, həkimə aparmaq, ev işləri.", ("6", "", "hour"), ("Yasamal", "Suraxanı", "Sabunçu"), (5, 50), None,
        400, {"languages": ["az"], "for_whom": ["older", "disability"]},
    ),
    Example(
        "sosial-xari", "xari-bulbul", "Sosial işçinin evə gəlməsi", "social", "Yasamal",
        "Sosial işçi həftədə iki dəfə gəlir. Müraciət yaşayış yeri üzrə qəbul olunur.", None, ("Nəsimi",), (0, 10),
        ("passed", 90), 20,
        {"languages": ["az"], "for_whom": ["older", "disability"], "from_age": 70, "is_free": True,
         "eligibility": "Tək yaşayanlar. Şəxsiyyət vəsiqəsi və ərizə lazımdır."},
    ),
    Example(
        "gunduz-simurq", "simurq", "Gündüz mərkəzi", "day", "Nərimanov",
        "Səhər saat 9-dan axşam 6-ya qədər. Nahar, idman, əl işləri.", ("5", "7", "day"), (), (8, 4), ("passed", 60), 9,
        _OLDER | {"access": ["step_free", "lift", "toilet", "transport"], "for_whom": ["older", "dementia"]},
    ),
    Example(
        "istirahet-nar", "nar-agaci", "Qulluq edənin istirahəti", "respite", "Binəqədi",
        "Siz dincələndə yaxınınız iki həftəyədək bizdə qalır.", ("35", "45", "day"), (), (2, 15), ("passed", 150), 40,
        _OLDER | {"for_whom": ["carers", "dementia"], "access": ["step_free", "lift", "toilet"]},
    ),
    Example(
        "ev-xari", "xari-bulbul", "Xarıbülbül Evi", "residential", "Xəzər",
        "Daimi yaşayış. Otaqlar iki nəfərlikdir, bağı var.", ("400", "600", "month"), (), (4, 20), ("failed", 45), 25,
        _OLDER | {"from_age": 65, "access": ["step_free", "lift"], "inspection_note": "Gecə növbəsində işçi çatmır."},
    ),
    Example(
        "berpa-simurq", "simurq", "Evdən çıxmadan bərpa", "rehabilitation", "Nəsimi",
        "Fizioterapevt evə gəlir, 10 görüşlük proqram.", ("25", "", "visit"), ("Yasamal", "Səbail"), None,
        None, None, {"languages": ["az", "ru", "en"], "for_whom": ["hospital", "disability"]},
    ),
    Example(
        "vasite-alma", "qizil-alma", "Arabaların və çarpayıların kirayəsi", "equipment", "Xətai",
        "Əlil arabası, yeriş dayağı, tibbi çarpayı. Evə gətirirlər.", ("20", "90", "month"), (), None, None, 70,
        {"languages": ["az"], "for_whom": ["disability", "hospital"]},
    ),
)  # fmt: skip


def make() -> None:
    """Make the providers and their services, once."""
    today = timezone.localdate()
    providers = {}
    for code, facts in PROVIDERS.items():
        said = today - timedelta(days=30) if facts.get("declaration") else None
        providers[code] = CareProvider.objects.get_or_create(
            code=code, defaults={**facts, "declared_on": said, "email": f"{code}@care.example"}
        )[0]
    districts = {district.name: district for district in District.objects.all()}
    for one in EXAMPLES:
        if one.district in districts and not CareService.objects.filter(code=one.code).exists():
            _make(one, providers[one.provider], districts)


def _make(one: Example, provider: CareProvider, districts: dict[str, District]) -> None:
    service = CareService(
        code=one.code, provider=provider, name=one.name, kind=one.kind, district=districts[one.district],
        about=one.about, language="az", **one.more,
    )  # fmt: skip
    if one.price:
        low, high, service.price_unit = one.price
        service.price_from, service.price_to = Decimal(low), Decimal(high) if high else None
    if one.places:
        service.places_free, service.places_on = one.places[0], _ago(one.places[1])
    if one.inspected:
        service.inspected, service.inspected_on = one.inspected[0], _ago(one.inspected[1])
        service.inspected_by = "Nümunə Nəzarət İdarəsi"
    if one.confirmed is not None:
        service.confirmed_on, service.confirmed_way = _ago(one.confirmed), "phone"
    service.full_clean()
    service.save()
    service.serves.set([districts[name] for name in one.serves if name in districts])


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
