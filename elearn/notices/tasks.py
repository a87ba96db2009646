"""The background work of notices: thin, loads nothing, the domain does the deed."""

from django_tasks import task

from .domain.deliver import deliver


@task(queue_name="quick")
def deliver_notice(notice_id: str) -> None:
    """Try once to deliver a notice."""
    deliver(notice_id)
