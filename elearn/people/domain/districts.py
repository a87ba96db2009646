"""The districts of the first installation: an office adds its own. Safe to run again."""

from ..models import District

# The middles are ours, read off a map to a hundredth of a degree: good for minutes between districts, for no address.
DISTRICTS = {
    "Binəqədi": (40.45, 49.82),
    "Xətai": (40.38, 49.89),
    "Xəzər": (40.45, 50.19),
    "Qaradağ": (40.30, 49.61),
    "Nərimanov": (40.41, 49.87),
    "Nəsimi": (40.39, 49.84),
    "Nizami": (40.40, 49.94),
    "Pirallahı": (40.47, 50.32),
    "Sabunçu": (40.44, 49.95),
    "Səbail": (40.35, 49.82),
    "Suraxanı": (40.41, 50.01),
    "Yasamal": (40.38, 49.81),
}


def prepare_districts() -> None:
    """Make the districts where there are none yet."""
    if not District.objects.exists():
        for name, (latitude, longitude) in DISTRICTS.items():
            District.objects.create(name=name, latitude=latitude, longitude=longitude)
