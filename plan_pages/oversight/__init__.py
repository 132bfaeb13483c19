"""What the people's congress finds about a disclosure, and what the unit answers.

A finding is internal until a second person of the office releases it; from then on it
stands in public beside the claim, and so does the answer. Nothing is ever taken back.
"""
