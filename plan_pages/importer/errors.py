"""What the importer says when it will not take a file."""


class ImportRefused(Exception):
    """The file is not taken and nothing was changed.

    The message is Chinese, for the person at the terminal: what is wrong and
    what to do about it.
    """
