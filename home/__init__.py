"""The roof: the front door, and the commands that need every floor."""
