"""Open Badges: the credential of a certificate, its addresses, key and status, and badges brought to be checked."""
