"""The ways of a day as a drawing, without any service from outside: districts by name, homes rounded to 300 m.

Where the installation names a server of map tiles (KORPU_MAP_TILES), their pictures lie under the same drawing; both
use the map's usual projection (Mercator on a sphere, "Web Mercator", EPSG:3857). The server of tiles learns which
squares of the city are looked at, and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asinh, cos, floor, pi, radians, sin, tan

from django.conf import settings

from .osrm import rounded
from .travel import Place

WIDTH, HEIGHT = 1000, 640
EDGE = 90
TILE = 256
MOST_ZOOM = 14  # nearer than this, a rounded place would look like a house
# The least that is shown: some 8 km, so that a day in one district is no dot.
LEAST = 0.0002
# Of many only the district is known: who is drawn at one point with others stands in a ring around it.
RING, PLACES = 58, 6


@dataclass(frozen=True)
class Dot:
    """A point of the drawing with its word."""

    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Way:
    """The route of one trainer: from where they set out, over their visits, and back."""

    letter: str
    style: int
    path: str
    base: Dot
    stops: list[Dot]


@dataclass(frozen=True)
class Tile:
    x: int
    y: int
    size: int
    address: str


@dataclass(frozen=True)
class Drawing:
    ways: list[Way]
    districts: list[Dot]
    tiles: list[Tile]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Round:
    """What is drawn of a trainer's day: where it begins, and where it leads in order."""

    base: Place
    stops: Sequence[Place]


STYLES = 6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def draw(rounds: Sequence[Round], districts: Iterable[tuple[Place, str]]) -> Drawing:
    """Draw the rounds of a day on the districts they touch."""
    named = list(districts)
    spots = [rounded(place) for one in rounds for place in (one.base, *one.stops)]
    frame = Frame(spots or [place for place, _words in named])
    stand = Ring(frame)
    ways = [_way(one, number, stand) for number, one in enumerate(rounds)]
    dots = [Dot(*frame.point(place), words) for place, words in named]
    return Drawing(ways, [dot for dot in dots if frame.shows(dot)], frame.tiles())


def _way(one: Round, number: int, stand: "Ring") -> Way:
    letter = LETTERS[number % len(LETTERS)]
    base = Dot(*stand.point(one.base), letter)
    stops = [Dot(*stand.point(place), f"{letter}{count}") for count, place in enumerate(one.stops, start=1)]
    dots = [base, *stops, base] if stops else [base]
    path = "M" + " L".join(f"{dot.x} {dot.y}" for dot in dots)
    return Way(letter, number % STYLES, path, base, stops)


class Ring:
    """Gives each its own point, however many are at one place."""

    def __init__(self, frame: "Frame") -> None:
        self.frame = frame
        self.taken: Counter[tuple[int, int]] = Counter()

    def point(self, place: Place) -> tuple[int, int]:
        x, y = self.frame.point(rounded(place))
        before = self.taken[x, y]
        self.taken[x, y] += 1
        if not before:
            return x, y
        turn, ring = (before - 1) % PLACES, (before - 1) // PLACES + 1
        angle = 2 * pi * turn / PLACES + ring / 2
        return x + round(cos(angle) * RING * ring), y + round(sin(angle) * RING * ring)


class Frame:
    """What part of the world is shown, and where a place lies in it."""

    def __init__(self, places: Sequence[Place]) -> None:
        points = [mercator(place) for place in places] or [(0.5, 0.5)]
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        wide, high = max(max(xs) - min(xs), LEAST), max(max(ys) - min(ys), LEAST)
        self.scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
        self.left = middle[0] - WIDTH / 2 / self.scale
        self.top = middle[1] - HEIGHT / 2 / self.scale

    def point(self, place: Place) -> tuple[int, int]:
        x, y = mercator(place)
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)

    def shows(self, dot: Dot) -> bool:
        return EDGE / 2 < dot.x < WIDTH - EDGE / 2 and EDGE / 2 < dot.y < HEIGHT - EDGE / 2

    def tiles(self) -> list[Tile]:
        """Give the pictures that lie under the drawing; none without a server of them."""
        if not settings.MAP_TILES:
            return []
        zoom = 0
        while zoom < MOST_ZOOM and self.scale / 2 ** (zoom + 1) >= TILE * 0.75:
            zoom += 1
        count = 2**zoom
        size = self.scale / count
        columns = range(floor(self.left * count), floor((self.left + WIDTH / self.scale) * count) + 1)
        rows = range(floor(self.top * count), floor((self.top + HEIGHT / self.scale) * count) + 1)
        return [self._tile(zoom, column, row, size) for column in columns for row in rows if 0 <= row < count]

    def _tile(self, zoom: int, column: int, row: int, size: float) -> Tile:
        x, y = (column / 2**zoom - self.left) * self.scale, (row / 2**zoom - self.top) * self.scale
        address = settings.MAP_TILES.format(z=zoom, x=column % 2**zoom, y=row)
        return Tile(round(x), round(y), round(size) + 1, address)


def mercator(place: Place) -> tuple[float, float]:
    """Give a place on the square map of the world, from 0 to 1 each way, the north at the top."""
    latitude, longitude = place
    return (longitude + 180) / 360, (1 - asinh(tan(radians(latitude))) / pi) / 2
