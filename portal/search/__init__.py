"""One search protocol, several engines."""
