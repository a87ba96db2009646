"""What tests of webinars share: visitors who read English."""

from tests.visitors import mailbox, signed_in, visitor

__all__ = ["mailbox", "signed_in", "visitor"]
