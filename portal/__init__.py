"""The ground floor: settings, urls (by string only) and the machinery of every floor.

Nothing here imports plan_pages, feedback or home.
"""
