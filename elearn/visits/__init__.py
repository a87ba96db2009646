"""A room: home visits, at which trainers teach older people to use a phone and the internet."""
