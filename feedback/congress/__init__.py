"""The people's congress at work: /review/, where both floors are read together.

A reviewer sees every disclosure, its evidence and history, and what the public says of
the same thing; writes findings, which stay inside the house until the office releases
them; and may open a refused suggestion, which leaves a row. Nobody here ever sees who
wrote a suggestion.
"""
