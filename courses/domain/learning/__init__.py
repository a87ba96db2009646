"""Taking a course: seats and wishes, what is open when, how far somebody is, and what completes it."""
