"""Questions and how they are judged: facts in, facts out. No Django, no database, no words for people."""
