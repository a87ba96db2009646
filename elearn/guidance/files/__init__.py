"""Files that strangers send are made anew: only what can be seen of them is kept. Pure: bytes in, bytes out."""
