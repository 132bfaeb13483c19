"""Reads, validates, writes and reports a plan; above document and progress."""
