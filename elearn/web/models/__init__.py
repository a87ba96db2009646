from .approval import Approval, Edit
from .page import BasePage, HomePage
from .rendering import RenderingRow
from .task import SecondPersonTask

__all__ = ["Approval", "BasePage", "Edit", "HomePage", "RenderingRow", "SecondPersonTask"]
