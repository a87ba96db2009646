"""Public holidays with a fixed date, once; afterwards coordinators keep the list. Safe to run again.

Labour Code of the Republic of Azerbaijan: Article 105 (holidays that are no working days) and 106 (20 January). Ramazan
and Qurban move with the moon and are announced each December for the next year: staff write them down. The days of
Novruz are announced too; they have been 20 to 24 March every year since 2007.
"""

from datetime import date

from ..models import DayOff

# Any year: only the day and the month count.
_FIXED = [
    (1, 1, "Yeni il bayramı"),
    (1, 2, "Yeni il bayramı"),
    (1, 20, "Ümumxalq hüzn günü"),
    (3, 8, "Qadınlar günü"),
    *[(3, day, "Novruz bayramı") for day in range(20, 25)],
    (5, 9, "Faşizm üzərində qələbə günü"),
    (5, 28, "Müstəqillik Günü"),
    (6, 15, "Milli Qurtuluş günü"),
    (6, 26, "Silahlı Qüvvələr günü"),
    (11, 8, "Zəfər Günü"),
    (11, 9, "Dövlət Bayrağı Günü"),
    (12, 31, "Dünya Azərbaycanlılarının Həmrəyliyi Günü"),
]
_MOURNING = (1, 20)  # gives no rest to another day


def prepare_days_off() -> None:
    """Write the holidays down where there are none yet: what coordinators took away does not come back."""
    if DayOff.objects.exists():
        return
    DayOff.objects.bulk_create(
        DayOff(name=name, day=date(2026, month, day), every_year=True, moves=(month, day) != _MOURNING)
        for month, day, name in _FIXED
    )
