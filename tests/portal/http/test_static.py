"""Addresses of static files are worked out once, and anew when the files are."""

from pathlib import Path

from django.conf import LazySettings

from portal.http.static import PortalStaticStorage


def test_addresses_follow_the_manifest(settings: LazySettings, tmp_path: Path) -> None:
    settings.DEBUG = False
    storage = PortalStaticStorage(location=str(tmp_path), base_url="/static/")
    storage.hashed_files = {"a.css": "a.1.css"}
    assert storage.url("a.css") == storage.url("a.css") == "/static/a.1.css"
    storage.hashed_files = {"a.css": "a.2.css"}
    storage.save_manifest()
    assert storage.url("a.css") == "/static/a.2.css"


def test_addresses_have_no_hash_while_developing(
    settings: LazySettings, tmp_path: Path
) -> None:
    storage = PortalStaticStorage(location=str(tmp_path), base_url="/static/")
    storage.hashed_files = {"a.css": "a.1.css"}
    settings.DEBUG = False
    assert storage.url("a.css") == "/static/a.1.css"
    settings.DEBUG = True
    assert storage.url("a.css") == "/static/a.css"
