"""我这儿: where the plan speaks of a place, by exact match from a list in the data.

A stretch of text belongs to the longest name that fits it: 普惠牧场 is never also 普惠,
上库石油石化产业园 is never also 上库. Where one place's name is part of another's, each
points to the other with 另见 (`near`). `not_places` are phrases that look like a name
and are none; they swallow their stretch of text.
"""
