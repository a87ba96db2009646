"""Engine: a recording comes in, a watchable film goes out. Knows nothing of any school."""
