"""Intake of suggestions: the row, the exact words, withdrawal and erasure.

No address, no account, no time of day. The return code opens a suggestion; its public
number opens only the state.
"""
