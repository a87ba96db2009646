"""The door of safety: report a concern."""

from .domain.report import report

__all__ = ["report"]
