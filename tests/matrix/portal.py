"""The ground floor's addresses: health, search, files. Accounts stand in allauth.py."""

from .rows import Row, public, table, who

KEEPER = who("administrator")
_UNIT = {"pk": "unit"}

ROWS = table(
    public("healthz"),
    public("picture", name="picture"),
    public("search"),
    public("search_status_page"),
    public("search_status"),
    public("search_complete"),
    public("search_json"),
    public("search_atom"),
    # Wagtail's own logins are replaced: everybody is sent to the one login.
    Row("wagtailadmin_login"),
    Row("wagtailcore_login"),
    Row("page_cache_status", get=KEEPER, post=KEEPER),
    Row("outbox_dead_letters", get=KEEPER, post=KEEPER),
    Row("outbox_retry", post=KEEPER),
    Row("units:index", get=KEEPER),
    Row("units:index_results", get=KEEPER),
    Row("units:add", get=KEEPER, post=KEEPER),
    Row("units:edit", values=_UNIT, get=KEEPER, post=KEEPER),
    Row("units:history", values=_UNIT, get=KEEPER),
    Row("units:history_results", values=_UNIT, get=KEEPER),
    Row("units:usage", values=_UNIT, get=KEEPER),
    # Units are never deleted: nobody but a superuser has the right.
    Row("units:delete", values=_UNIT),
)
