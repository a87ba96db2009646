"""The states that decide whether a page may go public: made by the program itself, or only a draft being kept.

No models here: the page models ask. What is decided is in `domain.approve` and `domain.gate`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_reason: ContextVar[str] = ContextVar("approved_by_the_house", default="")
_in_request: ContextVar[bool] = ContextVar("in_request", default=False)
_drafting: ContextVar[bool] = ContextVar("drafting", default=False)


@contextmanager
def approved_by_the_house(reason: str) -> Iterator[None]:
    """Let the program publish pages of its own making, and keep the reason beside each.

    For setting up, demonstrations and checks. Raises RuntimeError while somebody's request is answered: a person is
    never the house. Raises ValueError without a reason.
    """
    if _in_request.get():
        raise RuntimeError("In a request, pages are approved by people.")
    if not reason.strip():
        raise ValueError("The house says why it publishes.")
    token = _reason.set(reason.strip())
    try:
        yield
    finally:
        _reason.reset(token)


def house_reason() -> str:
    """Give the reason why the program publishes now; "" when it does not."""
    return "" if _in_request.get() else _reason.get()


@contextmanager
def answering_a_person() -> Iterator[None]:
    """Say that what happens now happens for somebody who asked for it."""
    token = _in_request.set(True)
    try:
        yield
    finally:
        _in_request.reset(token)


@contextmanager
def only_drafting() -> Iterator[None]:
    """Keep what is public as it is while somebody else's code saves a page it means to be a draft."""
    token = _drafting.set(True)
    try:
        yield
    finally:
        _drafting.reset(token)


def is_drafting() -> bool:
    return _drafting.get()


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """End a workflow: publish the version that was approved (WAGTAIL_FINISH_WORKFLOW_ACTION)."""
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
