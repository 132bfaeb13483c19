"""Contact details, sealed to a key that this server does not hold."""
