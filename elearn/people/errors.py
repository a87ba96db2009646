"""What can go wrong with people."""


class CannotMerge(Exception):
    """Two records cannot become one; `reason` is "same" (one record), "already" (one was absorbed before), "own" (one
    is the record of who merges), "officer" (an officer's, which only an administrator merges) or "waits" (whoever
    merges waits for an answer of one of them).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class GuardianRefused(Exception):
    """A guardian cannot be asked or cannot agree.

    `reason` is "own" (the address is the minor's), "minor" (the guardian is under age), "no" (a guardian has said
    no), "agreed" (one has agreed already), "same" (they were asked there), "too_many", "closed" (no longer open),
    "of_age", "self" (staff for themselves), "staff" (not theirs to do), "reason" (none was written) or "day" (yet to
    come).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SignInClosed(Exception):
    """The address belongs to an account that may no longer sign in."""


class ConsentProblem(Exception):
    """A consent cannot be recorded; the text says why, for people, in the active language."""


class CannotSend(Exception):
    """A message could not be sent. Whoever sends says more in a subclass; people only need to know that it failed."""


class HelperRefused(Exception):
    """A helper cannot be invited, accepted or changed.

    `reason` is "own" (the address is the elder's), "self" (the same person, or staff for themselves), "minor" (under
    age), "scopes" (nothing ticked), "until" (no day within a year), "too_many", "closed" (no longer open),
    "address" (signed in without the address that was invited), "suspended", "standing" (the elder does not decide),
    "helper" (helpers choose nobody for those they help), "officer" (who oversees staff chooses without them) or
    "safety" (for the safeguarding officer alone).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MayNotAct(Exception):
    """A helper may not do this for an elder: not ticked, not any more, or the elder has said no."""


class CannotRemove(Exception):
    """A person's data cannot be removed.

    `reason` is "gone" (removed or merged before), "administrator", or "officer" (only themselves or an administrator).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
