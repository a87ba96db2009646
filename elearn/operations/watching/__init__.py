"""How many can watch with evidence on this machine, cheats among them: `manage.py bench progress`."""
