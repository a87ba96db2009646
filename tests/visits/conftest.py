from tests.visitors import mailbox, signed_in, visitor  # noqa: F401 - fixtures
