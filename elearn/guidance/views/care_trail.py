"""What a reader's address says of the directory, and the addresses that lead on from it.

Filters, district and what is chosen to compare stand in the address alone. So all works without an account, a cookie
or JavaScript, can be sent to a brother or sister, and leads back from paper.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from ..models.care import CareService

MOST_ASKED = 20  # codes read from an address


@dataclass(frozen=True)
class Trail:
    """What the address says: filters, district and what is chosen; and the addresses that lead on from it."""

    query: QueryDict
    codes: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Trail":
        return cls(request.GET, tuple(dict.fromkeys(request.GET.getlist("c")[:MOST_ASKED])))

    def kept(self, services: list[CareService]) -> "Trail":
        """The same with those codes alone that there are."""
        return Trail(self.query, tuple(service.code for service in services))

    def listing(self, codes: tuple[str, ...] | None = None, **more: Any) -> str:
        query = self.query.copy()
        query.setlist("c", list(self.codes if codes is None else codes))
        query.pop("page", None)
        for name, value in more.items():
            query[name] = str(value)
        return _address(reverse("guidance:care"), query)

    def with_(self, code: str) -> str:
        return f"{self.listing((*self.codes, code), **self._page())}#{code}"

    def without(self, code: str) -> str:
        left = tuple(one for one in self.codes if one != code)
        return f"{self.listing(left, **self._page())}#{code}"

    def compare(self, codes: tuple[str, ...] | None = None) -> str:
        return _address(reverse("guidance:care_compare"), self._light(self.codes if codes is None else codes))

    def service(self, code: str) -> str:
        return _address(reverse("guidance:care_service", args=[code]), self._light(self.codes))

    def _page(self) -> dict[str, str]:
        return {"page": str(self.query["page"])} if self.query.get("page") else {}

    def _light(self, codes: tuple[str, ...]) -> QueryDict:
        """The district and what is chosen; the rest of the filters matters on the list alone."""
        query = QueryDict(mutable=True)
        query.setlist("c", list(codes))
        if self.query.get("district"):
            query["district"] = str(self.query["district"])
        return query


def _address(path: str, query: QueryDict) -> str:
    said = query.urlencode()
    return f"{path}?{said}" if said else path
