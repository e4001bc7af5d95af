"""Which submissions look alike, for a person to read."""
