"""Disclosures: what a unit says was done, with its evidence.

An update is a draft that its unit edits, its head approves and the publishing office
publishes with the record of the readings; publishing writes a version that nothing
changes. What it says is a claim: whether it holds, others say.
"""
