"""The places of a plan: homes and bases by number, and the minutes between them for each way of travelling."""

from .. import travel
from ..models import Trainer, VisitRequest
from .gather import Facts

# Ways are planned in steps of so many minutes, and so are the starts.
STEP = 5


class Places:
    """Every home and base has a number of its own: of many only the district is known, and still they are apart."""

    def __init__(self, facts: Facts) -> None:
        self.spots: list[travel.Place] = []
        self._numbers: dict[travel.Place, int] = {}
        self._kept: dict[str, list[list[int]]] = {}
        self._where: list[int] = []
        self._homes = {request.pk: self.spot(travel.place_of(request)) for request in facts.requests}
        with_work = {trainer for trainer, _day in facts.shifts}
        self._bases = {pk: self.spot(travel.base_of(facts.trainers[pk])) for pk in sorted(with_work)}

    def spot(self, spot: travel.Place) -> int:
        """Give a place a number of its own."""
        if spot not in self._numbers:
            self._numbers[spot] = len(self.spots)
            self.spots.append(spot)
        self._where.append(self._numbers[spot])
        return len(self._where) - 1

    def of(self, request: VisitRequest) -> int:
        return self._homes[request.pk]

    def base(self, trainer: Trainer) -> int:
        return self._bases[trainer.pk]

    def way(self, one: int, other: int, mode: str) -> tuple[int, int]:
        table = self._table(mode)
        a, b = self._where[one], self._where[other]
        return table[a][b], table[b][a]

    def matrix(self, mode: str) -> list[list[int]]:
        """Give the minutes between all places; each spot is measured once, however many live there."""
        table = self._table(mode)
        rows = [[table[a][b] for b in self._where] for a in self._where]
        for number, row in enumerate(rows):
            row[number] = 0
        return rows

    def _table(self, mode: str) -> list[list[int]]:
        if mode not in self._kept:
            table = travel.table(self.spots, self.spots, mode)
            self._kept[mode] = [[-(-minutes // STEP) * STEP for minutes in row] for row in table]
        return self._kept[mode]
