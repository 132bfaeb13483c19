"""Who owes which disclosure by when, and what the clock says of it.

A state is never stored: it follows from the due day, the extensions and the first
publication that brought all that was asked for. Nothing is owed before the launch day.
"""
