"""Articles from elsewhere: Markdown, CSV, JSON, HTML and web sites, each in a module of its own."""

from kb.importing.drafts import Draft
from kb.importing.reading import Read, read_path

__all__ = ["Draft", "Read", "read_path"]
