"""The second floor: what the public says, and what becomes of it."""
