"""Back-ups: the database as it stood at one moment, encrypted, written whole or not at all, and read back at once."""
