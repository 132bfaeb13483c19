"""Machinery of a form that anyone may send: keys, codes, bodies, proof of work.

It slows machines down and never blocks a text, and it knows nobody: no address is read,
nothing about a sender is stored, and a return code is shown once and kept nowhere.
"""
