"""Demonstration data: everything here is invented, and every page of the site says so.

`make demo` makes a database of its own in `var/demo/` and fills it through the
services, so that what stands there went the way that real things go. The words lie in
`data/`.
"""
