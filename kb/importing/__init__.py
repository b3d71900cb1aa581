"""Articles from files: Markdown, CSV and JSON, each in a module of its own."""

from kb.importing.reading import Draft, Read, read_path

__all__ = ["Draft", "Read", "read_path"]
