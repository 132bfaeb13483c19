"""Things of Wagtail's own kinds, so that no door is closed for want of an object."""

import io
from pathlib import PurePath

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection, Site, Task, Workflow

from plan_pages.document.models import Division, PlainWords
from portal.accounts.models import User
from portal.media.models import PortalDocument, PortalImage

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def admin_values(somebody: User) -> dict[str, str]:
    """Argument (or "namespace.pk") to value. Each object exists."""
    page = Division.objects.get(url_path__endswith="/15/2/")
    revision = page.save_revision()
    image = PortalImage(title="x", file=ContentFile(_picture(), "x.png"))
    image.save()
    document = PortalDocument.objects.create(title="x", file=ContentFile(PDF, "x.pdf"))
    workflow, task = Workflow.objects.all()[0], Task.objects.all()[0]
    words = PlainWords.objects.create(division=page, text="x")
    numbers = {
        "page_id": page.pk,
        "parent_page_id": page.pk,
        "page_to_move_id": page.pk,
        "page_pk": page.pk,
        "destination_id": page.get_parent().pk,
        "revision_id": revision.pk,
        "image_id": image.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "collection_id": Collection.objects.all()[0].pk,
        "workflow_pk": workflow.pk,
        "task_id": task.pk,
        "workflow": workflow.pk,
        "task": task.pk,
        "site": Site.objects.all()[0].pk,
        "user": somebody.pk,
        "group": Group.objects.all()[0].pk,
        "words": words.pk,
        "page": page.pk,
        "image": image.pk,
        "document": document.pk,
        "collection": Collection.objects.all()[0].pk,
    }
    return {name: str(value) for name, value in numbers.items()} | {
        "document_name": document.filename,
        "picture": PurePath(image.get_rendition("max-10x10").file.name).name,
    }
