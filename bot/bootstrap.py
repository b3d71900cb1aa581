"""The parts of one process, put together in `bot.wiring`; nothing is built before it is asked for.

Commands that need a corner of the product (a search, a report) get just that corner; `serve` gets all of it.
"""

from bot.wiring.kept import DATA, utc_now
from bot.wiring.running import Running

__all__ = ["DATA", "Firstline", "utc_now"]


class Firstline(Running):
    """The parts of one process, each built at its first use."""

    def prepare_shop(self) -> None:
        """Give an empty sample shop its past."""
        if self.sample_shop is not None:
            self.sample_shop.seed(self.now())

    def prepare_knowledge(self) -> int:
        """Load the sample shop's articles into an empty knowledge base; how many."""
        if self.knowledge.articles():
            return 0
        report = self.knowledge.import_path(DATA / "articles", publish=True, at=self.now())
        self.knowledge.calibrate()
        return len(report.added)

    def close(self) -> None:
        """Let go of the database."""
        if "db" in self.__dict__:
            self.db.close()
