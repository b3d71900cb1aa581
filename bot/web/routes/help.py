"""What anybody may read: topics for the widget, and the published articles."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.errors import NotFound
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.security import TheParts
from kb.articles import Article, Audience, Status
from kb.markdown import to_html

router = APIRouter(prefix="/api/v1", tags=["help"])
BOT_NAME = "Wren"
_TOPICS = (
    ("orders", "Where is my order?", "Where is my order?", "order_status"),
    ("shipping", "Shipping times", "How long does shipping take?", "shipping_times"),
    ("address", "Change my address", "I want to change my address", "address_change"),
    ("password", "Reset my password", "I forgot my password", "password_reset"),
    ("returns", "Return something", "How do I return something?", "start_return"),
)
_QUESTIONS = (
    "Do you ship to Canada?",
    "Which payment methods do you take?",
    "How long is the warranty?",
)


@router.get("/topics")
async def topics(parts: TheParts) -> schemas.Topics:
    """What the widget shows before anything is typed."""
    shop = parts.settings.shop_name
    desk_open = (await to_thread.run_sync(parts.desk.availability, None, parts.now())).open
    switches = await to_thread.run_sync(parts.switches)
    greeting = (
        f"Hi! I'm {BOT_NAME}, {shop}'s assistant. I'm a bot. "
        "Ask me anything; I'll bring in a person when you need one."
    )
    if not switches.bot:
        greeting = (
            f"Hi! {BOT_NAME}, {shop}'s assistant, is taking a break. Write to us and a person will answer."
        )
    return schemas.Topics(
        greeting=greeting,
        bot_name=BOT_NAME,
        shop_name=shop,
        topics=[
            schemas.Topic(id=id_, title=title, ask=ask)
            for id_, title, ask, skill in _TOPICS
            if switches.bot and skill not in switches.off
        ],
        questions=[schemas.Question(title=question, ask=question) for question in _QUESTIONS],
        notice=switches.notice or None,
        desk_open=desk_open,
    )


@router.get("/articles")
async def articles(
    parts: TheParts,
    q: Annotated[str, Query(max_length=500)] = "",
    category: Annotated[str, Query(max_length=100)] = "",
) -> schemas.ArticleList:
    """Published articles: all, of a category, or those that fit a question best."""
    found = await to_thread.run_sync(lambda: find_articles(parts, q, category))
    return schemas.ArticleList(articles=[summary(article) for article in found])


@router.get("/articles/{article_id}")
async def article(article_id: str, parts: TheParts) -> schemas.ArticlePage:
    """One published article."""
    found = await to_thread.run_sync(published, parts, article_id)
    return schemas.ArticlePage(
        id=found.id,
        title=found.title,
        html=to_html(found.body),
        category=found.category,
        updated_at=found.updated_at,
    )


def published(parts: Parts, article_id: str) -> Article:
    """An article that visitors may read.

    Raises:
        NotFound: there is none, or it isn't published for everyone.
    """
    return parts.knowledge.article_for_visitors(article_id)


def find_articles(parts: Parts, query: str, category: str) -> list[Article]:
    """Published articles, best first where a question was asked."""
    if query.strip():
        hits = parts.knowledge.search(query, limit=12).hits
        found = [one for hit in hits if (one := _still_published(parts, hit.article_id))]
    else:
        found = parts.knowledge.articles(Status.PUBLISHED, audience=Audience.EVERYONE)
    return [one for one in found if not category or one.category == category]


def _still_published(parts: Parts, article_id: str) -> Article | None:
    # A search may be a moment behind a publication in another process.
    try:
        return published(parts, article_id)
    except NotFound:
        return None


def summary(found: Article) -> schemas.ArticleSummary:
    """An article in a list."""
    return schemas.ArticleSummary(
        id=found.id,
        title=found.title,
        summary=found.answer,
        category=found.category,
        url=f"/help/{found.id}",
    )
