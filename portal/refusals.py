"""Refused: a service said no, and nothing was written."""

from django.utils.functional import Promise

#: Translated when it is shown.
Message = str | Promise


class Refused(Exception):
    """`code` is for tests and templates, `message` for the person (translated)."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
