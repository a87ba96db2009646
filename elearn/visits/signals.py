"""What home visits announce, once the deed is done."""

from django.dispatch import Signal

# A trainer was suspended and goes nowhere any more: their coming visits need somebody else. Sent after commit.
# Keywords: trainer, and by, the account.
trainer_suspended = Signal()
