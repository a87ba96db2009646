"""Personal data in free text: found, shown, removed. Facts in, facts out, no Django.

A counsellor always looks at the result before anything leaves a case; this makes the looking short, not needless.
"""

from .engine import find, redact
from .found import Found, Kind

__all__ = ["Found", "Kind", "find", "redact"]
