"""What can go wrong with people."""


class CannotMerge(Exception):
    """Two records cannot become one; `reason` is "same" (one record) or "already" (one was absorbed before)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignInClosed(Exception):
    """The address belongs to an account that may no longer sign in."""
