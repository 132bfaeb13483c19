"""The public side: writing, the return page, what was said and answered, the notices.

exempt        forms on pages that send no referrer and are kept nowhere
whereabouts   a part's place in words
writing       one form being written: its state between two requests
beside        what stands beside the plan's text
views_*       pages
"""
