"""English as it is written in Europe: 22 November 2026, 15:30."""
