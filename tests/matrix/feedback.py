"""The second floor's addresses: taking part, the staff's desk, the congress."""

from .rows import EVERYBODY, NONE, WITH_ROLE, Row, public, table, who

MODERATOR = who("moderator")
REVIEW = who("reviewer congress_office")
OFFICE = who("congress_office")
OWN_UNIT = who("editor head")
_CASE = {"number": "suggestion"}

ROWS = table(
    # Taking part: one address for everything, no account.
    Row("suggest", get=EVERYBODY, post=EVERYBODY, data={"part": "{part}"}),
    # Without the code of a suggestion a POST finds nothing: 404 for everybody.
    Row("return", get=EVERYBODY, data={"code": "1"}),
    public("suggestions"),
    public("answer_statistics"),
    public("statistics_csv"),
    public("suggestion", number="suggestion"),
    public("moderation_log"),
    public("moderation_log_csv"),
    public("moderation_rules"),
    public("moderation_rules_version", number="rules"),
    public("how_it_works"),
    public("before_you_write"),
    public("what_is_kept"),
    # The desk.
    Row("today", get=WITH_ROLE),
    Row("today_sheet", get=WITH_ROLE),
    Row("moderation_queue", get=MODERATOR),
    Row(
        "moderation_case",
        get=MODERATOR,
        post=MODERATOR,
        values=_CASE,
        data={"action": "take_down", "reason": "x"},
    ),
    Row("moderation_claim", post=MODERATOR, values=_CASE),
    Row("moderation_release", post=MODERATOR, values=_CASE),
    Row("moderation_contact", post=MODERATOR, values=_CASE),
    Row(
        "paper_entry",
        get=who("moderator publisher"),
        post=who("moderator publisher"),
    ),
    Row("rules_edit", get=who("publisher"), post=who("publisher")),
    Row("reply_list", get=OWN_UNIT),
    # Without a number a GET leads back to the list; a POST names which it is about.
    Row(
        "reply_group",
        get=OWN_UNIT,
        post=OWN_UNIT,
        foreign=(OWN_UNIT, NONE),
        data={"number": "{suggestion}", "action": "save", "disposition": "answered"},
    ),
    Row(
        "reply_case",
        get=OWN_UNIT,
        post=OWN_UNIT,
        values=_CASE,
        foreign=(NONE, NONE),
        data={"action": "save", "disposition": "answered", "body": "x"},
    ),
    # The congress.
    Row("review", get=REVIEW),
    Row("review_list", get=REVIEW, values={"which": "a_list"}),
    Row(
        "review_claim",
        get=REVIEW,
        post=REVIEW,
        values={"public_id": "update", "number": "of_version"},
        data={"value": "complete", "words": "x"},
    ),
    Row(
        "review_obligation",
        get=REVIEW,
        post=REVIEW,
        values={"public_id": "obligation"},
        data={"value": "complete", "words": "x"},
    ),
    Row("review_release", post=OFFICE, values={"public_id": "finding"}),
    Row("review_chapters", get=REVIEW, post=OFFICE),
    Row("review_sheet", get=REVIEW),
    Row("review_sheet_docx", get=REVIEW),
    Row("review_refused", get=REVIEW),
    Row(
        "review_refused_one",
        get=REVIEW,
        post=REVIEW,
        values=_CASE,
        data={"purpose": "check_decision"},
    ),
    # Which finding a POST answers, it says; an unknown one is said to the head.
    Row("review_looks", get=who("congress_office moderator")),
    Row("findings_to_answer", get=who("head"), post=who("head"), data={"words": ""}),
)
