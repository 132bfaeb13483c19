"""Projects and tasks: what carries the plan out, who leads it, where it stands.

A project or task is an identity; what is said of it stands in versions, dated stages,
sums and milestones that nothing changes. Anchors alone may be moved.
"""
