"""What the public says and what becomes of it.

    desk, public        pages of the staff, pages for everybody
    queries             reads over all of the following
    replies             routing, drafts, versions, the reply clock
    moderation          claims, decisions, appeals, rules
    suggestions         intake, texts, withdrawal, erasure
    clock, refusals     working days; why a service said no

Each may import what stands below it. docs/feedback-states.md has states and duties.
"""
