"""Ground: what happened, dated and without names, so that figures never have to be guessed."""
