"""Pages of the staff: what is due, moderation, replies, paper letters.

    access          who may open a page, and that no cache keeps it
    today, sheets   今天要办, as a page and as XLSX
    showing         a text with what the eye does not see
    fields          the forms' fields, and the spans to hide
    actions         what may be done with a suggestion, one form each
    moderation      the queue and the case
    replies         what a unit owes, and its answer
    grouped         one answer for several
    reply_forms     their forms
    rules           the next version of the moderation rules, and its differences
    markup          rich text in a plain field
    paper           what came in on paper

Nothing is written here: every button calls a service, which may refuse.
"""
