"""Decisions about suggestions, on published grounds, with a second pair of eyes.

A decision is a row that nothing changes; the state of the suggestion follows from the
rows. Criticism is never a ground, and no column here could say so.
"""
