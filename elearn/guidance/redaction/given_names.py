"""Small lists of common given names.

Written down from own knowledge of names met every day in Azerbaijan, Russia and Britain, in the writings people use;
taken from no data set. They are there to recognise the usual; the rest must be known by its form and by the words
around it.
"""

from .words import words

AZERBAIJANI = words("azerbaijani")
RUSSIAN = words("russian")
ENGLISH = words("english")
# Also ordinary words: a name only when written with a capital, and not because a sentence begins.
AMBIGUOUS = words("ambiguous")
