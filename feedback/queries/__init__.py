"""Reads over suggestions, moderation and replies together.

    published     what stands on public pages, with its replies
    counts        per part, page and chapter
    overdue       what the portal itself is late with
    statistics    answers per unit, states per chapter
    log           the moderation log
    returns       what a return code opens
    desk          the staff's queues
    departments   the moderated text, for the unit that has to answer
    search        what can be found

Public functions give weeks instead of dates for everything about a suggestion, and no
order that tells which came first. Each says how many queries it costs.
"""
