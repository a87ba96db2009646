"""What the tests of guidance share."""

from tests.visitors import mailbox, signed_in, visitor  # noqa: F401
