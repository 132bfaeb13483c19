"""Answers: who owes one, until when, and what was said.

A reply is a draft that its unit edits and its head approves; publishing writes a
version that nothing changes. A unit answers only what is routed to it.
"""
