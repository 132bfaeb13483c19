"""Settings: base, then one small module each for embedded, dev, production, test."""
