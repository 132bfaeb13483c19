"""Counts by chapter on four axes that are never merged, and who was on time.

No average of percentages, no single light. A closed cycle's counts are frozen rows.
"""
