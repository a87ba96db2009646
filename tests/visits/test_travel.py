"""Minutes by formula and by a routing service; what leaves the house is rounded."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from elearn.visits import osrm, travel
from elearn.visits.models import TravelTime
from tests.factories import district, trainer, visit_request

pytestmark = pytest.mark.django_db

YASAMAL, XEZER = (40.38, 49.81), (40.45, 50.19)
HOME = (40.38123, 49.81987)


class Server(BaseHTTPRequestHandler):
    """Answers as OSRM does: ten minutes and a second for every way."""

    asked: list = []
    fault = ""

    def do_GET(self):
        parts = urlsplit(self.path)
        type(self).asked.append(self.path)
        if self.fault:
            self.send_response(500 if self.fault == "500" else 200)
            self.end_headers()
            self.wfile.write(b"<html>" if self.fault == "words" else b'{"code": "TooBig"}')
            return
        said = parse_qs(parts.query)
        rows, columns = (len(said[name][0].split(";")) for name in ("sources", "destinations"))
        body = json.dumps({"code": "Ok", "durations": [[601.0] * columns for _ in range(rows)]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    cache.delete(osrm.RESTING)
    Server.asked, Server.fault = [], ""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.OSRM_URL = f"http://127.0.0.1:{server.server_port}"
    yield Server
    server.shutdown()
    server.server_close()
    cache.delete(osrm.RESTING)


def test_the_formula_is_the_great_circle_by_road_and_mode():
    assert round(travel.kilometres(YASAMAL, XEZER), 1) == 33.1
    assert [travel.minutes(YASAMAL, XEZER, mode) for mode in ("car", "public", "bicycle", "walk")] == [
        72,
        125,
        202,
        550,
    ]


def test_two_homes_in_one_district_are_not_nought_minutes_apart_and_a_place_is_where_it_is():
    assert travel.matrix([YASAMAL, YASAMAL], "car") == [[0, 10], [10, 0]]


def test_places_come_from_the_pin_else_the_district():
    request = visit_request(district=district())
    assert travel.place_of(request) == YASAMAL
    request.pin = "40.38123,49.81987"
    assert travel.place_of(request) == HOME
    murad = trainer()
    assert travel.base_of(murad) == YASAMAL
    murad.district = None
    with pytest.raises(ValueError):
        travel.base_of(murad)


def test_a_service_is_asked_once_with_rounded_places_alone(service, django_assert_num_queries):
    assert travel.minutes(HOME, XEZER, "car") == 11
    assert "49.81987" not in service.asked[0] and "40.38123" not in service.asked[0]
    assert service.asked[0].startswith("/table/v1/driving/49.82040,40.38120;50.19120,40.44870?sources=0&destinations=1")
    with django_assert_num_queries(1):
        assert travel.minutes(HOME, XEZER, "car") == 11
    assert len(service.asked) == 1
    kept = TravelTime.objects.get()
    assert (kept.origin, kept.destination, kept.minutes) == ("40.3812,49.8204", "40.4487,50.1912", 11)


def test_rounding_moves_nobody_by_more_than_half_a_field():
    for place in (HOME, XEZER, (40.3001, 49.9999)):
        assert travel.kilometres(place, osrm.rounded(place)) < 0.22
    assert osrm.rounded((40.38100, 49.8190)) == osrm.rounded((40.38200, 49.8215))


def test_our_own_service_gets_places_as_they_are_and_nothing_is_kept(service, settings):
    settings.OSRM_IS_OURS = True
    assert travel.minutes(HOME, XEZER, "car") == 11
    assert "49.81987,40.38123" in service.asked[0]
    assert not TravelTime.objects.exists()


def test_other_ways_of_travelling_are_not_asked_for(service):
    assert travel.minutes(YASAMAL, XEZER, "public") == 125
    assert not service.asked


@pytest.mark.parametrize("fault", ["500", "words", "code"])
def test_a_fault_is_not_felt_and_the_service_is_left_in_peace(service, fault):
    service.fault = fault
    assert travel.minutes(YASAMAL, XEZER, "car") == 72
    assert travel.minutes(HOME, XEZER, "car") == 71
    assert len(service.asked) == 1
    assert not TravelTime.objects.exists()


def test_a_large_table_is_asked_for_in_parts(service):
    places = [(40.0 + number / 100, 49.8) for number in range(60)]
    assert travel.table(places, places[:1], "car") == [[11]] * 60
    assert len(service.asked) == 2
