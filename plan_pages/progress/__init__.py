"""Indicators and plan items: what the plan promises in numbers and names."""
