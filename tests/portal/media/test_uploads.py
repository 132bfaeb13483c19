"""A file is what its bytes say; it comes back as an attachment in a sandbox."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from docx import Document
from openpyxl import Workbook
from PIL import Image

from portal.accounts.rights import apply_rights
from portal.accounts.roles import Role
from portal.http.policy import PolicyMiddleware
from portal.media import uploads
from portal.media.models import PortalDocument, PortalImage
from portal.media.serving import attachment
from portal.media.uploads import KINDS, check_upload
from portal.spreadsheets.reading import MAX_BYTES as MOST_OF_A_TABLE
from tests.portal.accounts.people import colleague

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
CSV = "指标,2024\n城镇化率,56.1\n"


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(buffer, kind)
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def saved(thing: object) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


GENUINE: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: PDF,
    "docx": lambda: saved(Document()),
    "xlsx": lambda: saved(Workbook()),
    "ods": lambda: archive(**{"mimetype": b"x", "content.xml": b"<x/>"}),
    "csv": lambda: CSV.encode(),
    "png": lambda: picture("PNG"),
    "jpg": lambda: picture("JPEG"),
    "jpeg": lambda: picture("JPEG"),
    "ofd": lambda: archive(**{"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"x"}),
    "zip": lambda: archive(a=b"x"),
}


def refused(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        check_upload(ContentFile(content, name))
    return str(caught.value.code)


def test_genuine_files_of_every_kind_are_taken() -> None:
    assert GENUINE.keys() == KINDS.keys()
    for kind, make in GENUINE.items():
        file = ContentFile(make(), f"证据.{kind.upper()}")
        assert check_upload(file) == kind
        assert file.tell() == 0


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("content", [HTML, SVG, b"\0\1\2\3"])
def test_nothing_else_by_such_a_name(kind: str, content: bytes) -> None:
    assert refused(f"x.{kind}", content) == "content"


@pytest.mark.parametrize(
    "name",
    ["x.svg", "x.html", "x.htm", "x.js", "x.exe", "x.docm", "x", "x.pdf.html", "x.xml"],
)
def test_other_kinds_are_refused_whatever_they_hold(name: str) -> None:
    assert refused(name, PDF) == "type"


def test_csv_in_the_encodings_of_office_programs() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        long = (CSV * 5000).encode(encoding)
        assert check_upload(ContentFile(long, "x.csv")) == "csv"


def test_size_and_emptiness(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused("x.pdf", b"") == "empty"
    monkeypatch.setattr(uploads, "MAX_BYTES", len(PDF) - 1)
    assert refused("x.pdf", PDF) == "size"


def test_archives_that_fill_a_disk_or_carry_macros(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    word = {"[Content_Types].xml": b"x", "word/document.xml": b"x"}
    assert check_upload(ContentFile(archive(**word), "x.docx")) == "docx"
    macros = word | {"word/vbaProject.bin": b"x"}
    assert refused("x.docx", archive(**macros)) == "content"
    monkeypatch.setattr(uploads, "MAX_UNPACKED", 999)
    assert refused("x.zip", archive(a=b"0" * 1000)) == "content"


@pytest.fixture
def publisher(client: Client, db: None) -> Client:
    apply_rights()
    client.force_login(colleague("publisher", Role.PUBLISHER))
    return client


@pytest.mark.parametrize(
    "view",
    ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"],
)
def test_no_way_into_the_documents_for_a_page_in_disguise(
    publisher: Client, view: str
) -> None:
    name = "files[]" if view.endswith("multiple") else "file"
    if "chooser" in view:
        name = "document-chooser-upload-file"
    data = {name: SimpleUploadedFile("x.pdf", HTML), "title": "x", "collection": "1"}
    data["document-chooser-upload-title"] = "x"
    publisher.post(reverse(view), data)
    assert not PortalDocument.objects.exists()


def test_a_document_is_taken_and_comes_back_as_an_attachment(
    publisher: Client, client: Client
) -> None:
    data = {"file": SimpleUploadedFile("计划.pdf", PDF), "title": "计划"}
    publisher.post(reverse("wagtaildocs:add"), data)
    document = PortalDocument.objects.get()
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy


def test_attachment_is_the_same_at_any_address() -> None:
    """As a view of an upper floor hands out evidence."""
    request = RequestFactory().get("/updates/1/evidence/x.html")
    middleware = PolicyMiddleware(
        lambda _request: attachment(io.BytesIO(HTML), "证据.html")
    )
    answer = middleware(request)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.svg", SVG), ("x.png", SVG), ("x.png", HTML), ("x.gif", picture("GIF"))],
)
def test_no_picture_but_png_and_jpeg(
    publisher: Client, name: str, content: bytes
) -> None:
    data = {"file": SimpleUploadedFile(name, content), "title": "x"}
    publisher.post(reverse("wagtailimages:add"), data)
    assert not PortalImage.objects.exists()


def test_pictures_are_served_scaled_and_originals_are_not(publisher: Client) -> None:
    data = {"file": SimpleUploadedFile("x.png", picture("PNG")), "title": "x"}
    publisher.post(reverse("wagtailimages:add"), data)
    image = PortalImage.objects.get()
    reader = Client()
    name = image.get_rendition("max-10x10").file.name.split("/")[-1]
    answer = reader.get(reverse("picture", args=[name]))
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert reader.get("/media/" + image.file.name).status_code == 404
    for path in ("x.svg", "..", "..%2foriginal_images%2fx.png", "x.html"):
        assert reader.get(f"/media/images/{path}").status_code == 404


def test_front_server_lets_a_table_and_its_stamped_paper_through() -> None:
    conf = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    (most,) = re.findall(r"client_max_body_size (\d+)m;", conf)
    assert int(most) * 1024 * 1024 > uploads.MAX_BYTES + MOST_OF_A_TABLE
