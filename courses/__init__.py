"""Engine: lessons, enrolment, honest watching and certificates."""
