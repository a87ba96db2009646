"""Words that are written with a capital letter and are nobody's name.

From own knowledge of the three languages: words that begin sentences, places, offices, months, peoples, medicines.
"""

from .words import words

FUNCTION = words("function")
PLACES = words("places")
OTHER = words("other")
# A capitalised word before one of these belongs to the name of an institution or a place.
INSTITUTION = words("institution")

PLAIN = FUNCTION | PLACES | OTHER | INSTITUTION
