"""What safety announces to the apps above."""

from django.dispatch import Signal

# A submission is shown now, or is not shown any more. Sent inside the transaction: submission, is_shown.
submission_decided = Signal()

# Something is hidden now, or shown again. Sent inside the transaction: subject such as "lesson:12", is_hidden.
hiding_changed = Signal()

# Somebody has reported a concern. Sent inside the transaction: concern.
concern_reported = Signal()
