"""What a browser says of itself, in the few words people know their devices by. Nothing else of it is kept."""

from .models import DeviceKind

# In this order: most browsers also name those they resemble.
_BROWSERS = (
    ("YaBrowser/", "Yandex"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Edg", "Edge"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_KINDS = (
    ("iPhone", DeviceKind.IPHONE),
    ("iPad", DeviceKind.IPAD),
    ("Android", DeviceKind.ANDROID_TABLET),
    ("CrOS", DeviceKind.CHROMEBOOK),
    ("Windows", DeviceKind.WINDOWS),
    ("Macintosh", DeviceKind.MAC),
    ("Linux", DeviceKind.LINUX),
)


def device_of(agent: str) -> tuple[DeviceKind, str]:
    """Give the kind of device and the browser's name ("" when unknown) that a User-Agent line speaks of."""
    kind = next((kind for mark, kind in _KINDS if mark in agent), DeviceKind.OTHER)
    if kind == DeviceKind.ANDROID_TABLET and "Mobile" in agent:
        kind = DeviceKind.ANDROID_PHONE
    return kind, next((name for mark, name in _BROWSERS if mark in agent), "")
