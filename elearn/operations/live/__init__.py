"""How many can watch a broadcast on this machine: `manage.py bench live`. Never part of the tests."""
