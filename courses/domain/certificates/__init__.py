"""Certificates: designed, issued, printed, mended, cancelled, and papers that somebody brings to be checked."""
