"""How good the planner of home visits is: measured on public problems and on one of our own.

Beside it, in the same run, what a user would do instead; all are scored by code that shares nothing with the solver.
Run by `manage.py bench planner`; no part of the site.
"""
