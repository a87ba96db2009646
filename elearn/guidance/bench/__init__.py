"""How well personal data is found, measured. Needs Faker, which only tests and measurements install."""
