"""Durable side effects: rows written with the business row, carried out by a relay."""
