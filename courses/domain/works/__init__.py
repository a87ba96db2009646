"""What learners made: sent, looked at, answered, hung in a gallery."""
