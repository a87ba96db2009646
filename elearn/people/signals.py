"""What people announce to the rooms above, in the transaction of the deed."""

from django.dispatch import Signal

# A parent or guardian has agreed. Keyword: person, the minor.
guardian_consented = Signal()

# Whether what somebody does may count may have changed: consent given or withdrawn, an age told, of age.
# Keyword: person. Whoever listens asks `needs_guardian` and does what follows; doing it again changes nothing.
standing_changed = Signal()

# A person was noted as dead, without capacity, or (a mistake put right) as speaking for themself. Keyword: person.
standing_noted = Signal()

# Where a person lives was written, or is forgotten. Keywords: person, and mark, a keyed hash that tells equal addresses
# and nothing else ("" when there is none any more).
home_changed = Signal()

# Something to be told to a person; notices delivers it. Keywords: person, kind, key, facts as for `notices.api.tell`.
to_tell = Signal()

# An answer to the question for a consent, with the row as it is now. Keyword: consent.
consent_given = Signal()
consent_refused = Signal()
# Somebody who had agreed does no more: whatever rested on it ends now. Keyword: consent.
consent_withdrawn = Signal()
