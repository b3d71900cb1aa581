"""An author's side of the knowledge base: drafts, reviews, publishing, rolling back, archiving."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from kb.articles import Article, Content, SentBack, checked_comment, slug
from kb.database import Database
from kb.errors import Conflict, NotFound
from kb.gate import GateReport
from kb.golden_store import GoldenStore
from kb.life import Step, after
from kb.publishing import Publishing
from kb.store import ArticleStore, writing


class Editor:
    """What changes articles. Each change is one transaction."""

    def __init__(
        self, db: Database, store: ArticleStore, golden: GoldenStore, publishing: Publishing
    ) -> None:
        self._db = db
        self._store = store
        self._golden = golden
        self._publishing = publishing

    def save_draft(
        self,
        article_id: str | None,
        content: Content,
        *,
        by: str,
        at: datetime,
        made_from: int | None = None,
    ) -> Article:
        """Keep a new version that is not searchable yet; without an id, of a new article named by its title.

        A version that says the same as the newest is not written again. `made_from` is the version that was
        edited; None to write over whatever there is.

        Raises:
            NotFound: an id was given and there is no such article.
            Outdated: somebody else has saved a version after the one that was edited.
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
            self._store.keep_version(connection, article_id, content, by, at, made_from=made_from)
        return self._store.article(article_id, latest=True)

    def submit(self, article_id: str, *, by: str, at: datetime) -> Article:
        """Give a draft to review.

        Raises:
            NotFound: there is no article of this id.
            Conflict: its newest version is not a draft.
        """
        after(self._store.article(article_id, latest=True).stage, Step.SUBMIT)
        with writing(self._db) as connection:
            self._store.set_submitted(connection, article_id, by, at)
        return self._store.article(article_id, latest=True)

    def send_back(self, article_id: str, *, by: str, at: datetime, comment: str = "") -> Article:
        """Make what is in review a draft again; `comment` says what its author should change.

        Raises:
            NotFound: there is no article of this id.
            Conflict: it is not in review.
            InvalidInput: the comment is too long.
        """
        said = SentBack(checked_comment(comment), by, at)
        after(self._store.article(article_id, latest=True).stage, Step.SEND_BACK)
        with writing(self._db) as connection:
            self._store.set_sent_back(connection, article_id, said)
        return self._store.article(article_id, latest=True)

    def publish(
        self,
        article_id: str,
        *,
        by: str,
        at: datetime,
        version: int | None = None,
        despite: str | None = None,
    ) -> Article:
        """Make the newest version the searchable one, now.

        Args:
            article_id: which article.
            by: who publishes.
            at: when.
            version: the newest one, as who publishes knows it; None for whatever it is.
            despite: why to publish even if golden questions break; None to be stopped then.

        Raises:
            NotFound: there is no article of this id.
            Conflict: `version` is not the newest.
            PublicationStopped: golden questions that are right now would be wrong.
        """
        newest = self._store.article(article_id, latest=True)
        if version not in (None, newest.version):
            raise Conflict(f"The newest version is {newest.version} by now; please load it and look again.")
        after(newest.stage, Step.PUBLISH)

        def write(connection: Connection, report: GateReport) -> None:
            self._store.set_published(connection, article_id, newest.version, by, at)
            override = report.override(article_id, newest.version, Step.PUBLISH, despite, by, at)
            self._golden.keep_override(connection, override)

        self._publishing.publish({article_id: newest}, write, despite=despite)
        return self._store.article(article_id, latest=False)

    def archive(self, article_id: str, *, by: str, at: datetime, despite: str | None = None) -> Article:
        """Take an article out of the search and the help centre; it can be published again.

        Raises:
            NotFound: there is no article of this id.
            PublicationStopped: golden questions that are right now would be wrong.
        """
        newest = self._store.article(article_id, latest=True)
        after(newest.stage, Step.ARCHIVE)

        def write(connection: Connection, report: GateReport) -> None:
            self._store.set_archived(connection, article_id, at)
            override = report.override(article_id, None, Step.ARCHIVE, despite, by, at)
            self._golden.keep_override(connection, override)

        self._publishing.publish({article_id: None}, write, despite=despite)
        return self._store.article(article_id, latest=True)

    def roll_back(
        self,
        article_id: str,
        version: int,
        *,
        by: str,
        at: datetime,
        publish: bool = False,
        despite: str | None = None,
    ) -> Article:
        """Write a new version that says what an old one said; with `publish`, make it the searchable one.

        Raises:
            NotFound: there is no article of this id, or no such version of it.
            PublicationStopped: golden questions that are right now would be wrong; nothing was written.
        """
        versions = {one.number: one for one in self._store.versions(article_id)}
        if version not in versions:
            raise NotFound("There is no such version.")
        said = versions[version].content
        newest = self._store.article(article_id, latest=True)

        def write(connection: Connection) -> int:
            if newest.content.digest == said.digest:
                return newest.version
            return self._store.keep_version(connection, article_id, said, by, at)

        def write_and_publish(connection: Connection, report: GateReport) -> None:
            number = write(connection)
            self._store.set_published(connection, article_id, number, by, at)
            override = report.override(article_id, number, Step.PUBLISH, despite, by, at)
            self._golden.keep_override(connection, override)

        if publish:
            would_be = {article_id: replace(newest, content=said)}
            self._publishing.publish(would_be, write_and_publish, despite=despite)
        else:
            with writing(self._db) as connection:
                write(connection)
        return self._store.article(article_id, latest=True)

    def _free_id(self, title: str) -> str:
        wanted = slug(title)
        candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, 1000))]
        taken = self._store.known(candidates)
        return next(candidate for candidate in candidates if candidate not in taken)
