"""The drawing of a day: rounded, within its frame, each at a point of its own; tiles only by setting."""

from elearn.visits.osrm import rounded
from elearn.visits.plan_map import HEIGHT, WIDTH, Frame, Round, draw

YASAMAL, XETAI = (40.38, 49.81), (40.38, 49.89)
DISTRICTS = [(YASAMAL, "Yasamal"), (XETAI, "Xətai"), ((40.45, 50.19), "Xəzər")]


def points(drawing):
    return [(dot.x, dot.y) for way in drawing.ways for dot in (way.base, *way.stops)]


def test_every_place_lies_within_the_drawing_and_has_its_own_point():
    drawing = draw([Round(YASAMAL, [XETAI, XETAI, XETAI]), Round(YASAMAL, [YASAMAL])], DISTRICTS)
    found = points(drawing)
    assert len(set(found)) == len(found) == 6
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in found)
    assert [dot.words for dot in drawing.ways[0].stops] == ["A1", "A2", "A3"]


def test_two_homes_in_one_field_of_300_m_are_drawn_alike():
    """What is drawn says nothing of a house: moving it within its field changes nothing."""
    one, other = (40.38001, 49.81001), (40.38051, 49.81051)
    assert rounded(one) == rounded(other)
    drawings = [draw([Round(XETAI, [home])], DISTRICTS) for home in (one, other)]
    assert drawings[0] == drawings[1]


def test_the_west_is_left_and_the_north_is_up():
    frame = Frame([YASAMAL, XETAI])
    assert frame.point(YASAMAL)[0] < frame.point(XETAI)[0]
    assert frame.point((40.5, 49.85))[1] < frame.point((40.3, 49.85))[1]


def test_without_a_setting_nothing_is_asked_of_anybody(settings):
    settings.MAP_TILES = ""
    assert draw([Round(YASAMAL, [XETAI])], DISTRICTS).tiles == []


def test_tiles_cover_the_drawing_and_never_come_near_a_house(settings):
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.png"
    drawing = draw([Round(YASAMAL, [YASAMAL])], DISTRICTS)
    assert min(tile.x for tile in drawing.tiles) <= 0 and max(tile.x + tile.size for tile in drawing.tiles) >= WIDTH
    assert min(tile.y for tile in drawing.tiles) <= 0 and max(tile.y + tile.size for tile in drawing.tiles) >= HEIGHT
    zooms = {int(tile.address.split("/")[3]) for tile in drawing.tiles}
    assert len(drawing.tiles) <= 30 and max(zooms) <= 14
