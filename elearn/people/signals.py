"""What people announce to the rooms above, in the transaction of the deed."""

from django.dispatch import Signal

# A parent or guardian has agreed. Keyword: person, the minor.
guardian_consented = Signal()

# Whether what somebody does may count may have changed: consent given or withdrawn, an age told, of age.
# Keyword: person. Whoever listens asks `needs_guardian` and does what follows; doing it again changes nothing.
standing_changed = Signal()

# Something to be told to a person; notices delivers it. Keywords: person, kind, key, facts as for `notices.api.tell`.
to_tell = Signal()

# An answer to the question for a consent, with the row as it is now. Keyword: consent.
consent_given = Signal()
consent_refused = Signal()
# Somebody who had agreed does no more: whatever rested on it ends now. Keyword: consent.
consent_withdrawn = Signal()
