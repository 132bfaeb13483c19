"""The first floor: the plan's text, its parts, and what is disclosed about it."""
