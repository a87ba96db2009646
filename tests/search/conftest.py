import pytest

from tests.visitors import mailbox, signed_in, visitor  # noqa: F401 - fixtures


@pytest.fixture
def indexed(db):
    """Put what was made into the index: `indexed()` reads everything."""
    from elearn.search.api import rebuild

    return rebuild
