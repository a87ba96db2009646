"""Asks a timestamp authority when a paper was signed, so that it can be checked long after our key is gone. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import x509
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Tsa:
    """A timestamp authority. `roots` are the certificates (DER) that its answers are followed back to."""

    url: str
    user: str = ""
    password: str = ""
    timeout: float = 10
    roots: tuple[bytes, ...] = ()

    def trusting(self, own: x509.Certificate) -> ValidationContext:
        """Give what a paper of level B-LTA is checked against: our own certificate and the authority's roots."""
        roots = [own, *(x509.Certificate.load(root) for root in self.roots)]
        return ValidationContext(trust_roots=roots, allow_fetching=True, revocation_mode="soft-fail")


@lru_cache(maxsize=4)
def stamper(tsa: Tsa) -> TimeStamper:
    """Give the client of an authority; one for a process, because it learns the size of an answer by asking once."""
    auth = (tsa.user, tsa.password) if tsa.user else None
    is_safe = tsa.url.startswith("https:")
    return RequestsHTTPTimeStamper(tsa.url, https=is_safe, timeout=tsa.timeout, auth=auth)
