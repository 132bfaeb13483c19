"""What has a limit, measured: `manage.py bench [section …]`.

A section is a function that yields Rows; it is added to SECTIONS in `sections.py`.
Sections work in folders and on ports of their own and leave nothing behind.
"""
