"""How often somebody may do something: moving windows, in memory or in Redis where processes share them."""

import time

import structlog
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from bot.errors import TooManyRequests

_log = structlog.get_logger()


class Limits:
    """Counts attempts by kind and by who makes them."""

    def __init__(self, redis_url: str, per_minute: dict[str, int]) -> None:
        self._limiter = MovingWindowRateLimiter(RedisStorage(redis_url) if redis_url else MemoryStorage())
        self._items = {
            kind: RateLimitItemPerMinute(count, namespace=f"firstline-{kind}")
            for kind, count in per_minute.items()
        }

    def check(self, kind: str, who: str) -> None:
        """Count one attempt.

        Raises:
            TooManyRequests: it is one too many; says when to try again.
        """
        item = self._items[kind]
        try:
            within = self._limiter.hit(item, who)
        except RedisError:
            # Better no limit for a while than no service.
            _log.warning("limits are not kept", cause="redis")
            return
        if not within:
            reset = self._limiter.get_window_stats(item, who).reset_time
            raise TooManyRequests(
                "That was a lot in a short time. Please wait a moment and try again.",
                retry_after=max(1.0, reset - time.time()),
            )
