"""What tests of works share."""

import pytest

from .films import phone_film


@pytest.fixture(scope="session")
def filmed(tmp_path_factory) -> bytes:
    """A film as a telephone takes it."""
    return phone_film(tmp_path_factory.mktemp("filmed"))
