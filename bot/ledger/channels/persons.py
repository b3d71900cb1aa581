"""Which keys are one person: connected by identifiers that were given together. Pure."""

from collections.abc import Iterable


def persons(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each key the person it belongs to: the first key by its letters of all that hang together."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, other in links:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {key: root(key) for key in list(parent)}
