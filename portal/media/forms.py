"""The admin's form of a document: a file is never replaced, another is uploaded."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in {"file", "unit"} & self.fields.keys():
                self.fields[name].disabled = True
