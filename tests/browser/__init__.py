"""Chromium looks at the product: real server, real plan, every page kind."""
