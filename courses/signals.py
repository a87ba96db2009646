"""What the school announces after commit, for whoever has to go on from there."""

from django.dispatch import Signal

# A course was completed; sent once. Keyword: enrolment_id.
course_completed = Signal()

# A webinar went on air for the first time, and is over; each sent once. Keyword: webinar_id.
webinar_began = Signal()
webinar_ended = Signal()
