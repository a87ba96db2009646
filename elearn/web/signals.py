"""What the soil announces, so that rooms above can say no to a publication."""

from django.dispatch import Signal

# A version of a page is about to be public, approved by somebody. Keyword: page. A receiver that knows why it must
# not be raises NotApproved with the words.
going_public = Signal()
