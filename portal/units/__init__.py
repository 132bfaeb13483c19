"""Departments, townships, the congress: who owes and who answers."""
