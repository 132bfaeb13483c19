"""The roof's addresses: the front door, standard pages, what crawlers ask for."""

from .rows import EVERYBODY, Row, public, table

ROWS = table(
    public("site_map"),
    public("privacy"),
    public("accessibility"),
    public("robots"),
    public("sitemap"),
    Row("elder_view", post=EVERYBODY),
)
