"""An author's side of the knowledge base: drafts, publishing, archiving."""

from datetime import datetime

from kb.articles import Article, Content, slug
from kb.database import Database
from kb.errors import NotFound
from kb.passages import units
from kb.store import ArticleStore, writing
from kb.vectors import VectorShelf


class Editor:
    """What changes articles. Each change is one transaction; what becomes searchable is encoded before it."""

    def __init__(self, db: Database, store: ArticleStore, shelf: VectorShelf) -> None:
        self._db = db
        self._store = store
        self._shelf = shelf

    def save_draft(self, article_id: str | None, content: Content, *, by: str, at: datetime) -> Article:
        """Keep a new version that is not searchable yet; without an id, of a new article named by its title.

        A version that says the same as the newest is not written again.

        Raises:
            NotFound: an id was given and there is no such article.
        """
        with writing(self._db) as connection:
            if article_id is None:
                article_id = self._free_id(content.title)
            else:
                known = self._store.known([article_id]).get(article_id)
                if known is None:
                    raise NotFound("There is no such article.")
                if known.digest == content.digest:
                    return self._store.article(article_id, latest=True)
            self._store.keep_version(connection, article_id, content, by, at)
        return self._store.article(article_id, latest=True)

    def publish(self, article_id: str, *, by: str, at: datetime) -> Article:
        """Make the newest version the searchable one, now.

        Raises:
            NotFound: there is no article of this id.
        """
        newest = self._store.article(article_id, latest=True)
        fresh = self._shelf.missing(units(newest.content))
        with writing(self._db) as connection:
            self._shelf.keep(connection, fresh)
            self._store.set_published(connection, article_id, newest.version, by, at)
            self._store.next_generation(connection)
        return self._store.article(article_id, latest=False)

    def archive(self, article_id: str, *, at: datetime) -> Article:
        """Take an article out of the search and the help centre; it can be published again.

        Raises:
            NotFound: there is no article of this id.
        """
        self._store.article(article_id, latest=True)
        with writing(self._db) as connection:
            self._store.set_archived(connection, article_id, at)
            self._store.next_generation(connection)
        return self._store.article(article_id, latest=True)

    def _free_id(self, title: str) -> str:
        wanted = slug(title)
        candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, 1000))]
        taken = self._store.known(candidates)
        return next(candidate for candidate in candidates if candidate not in taken)
