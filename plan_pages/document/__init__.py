"""The plan and its divisions as pages, their blocks, and Part: identity of the text."""
