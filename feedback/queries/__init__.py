"""Reads over suggestions, moderation and replies together."""
