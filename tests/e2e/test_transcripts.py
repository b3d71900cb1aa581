"""Messy conversations, replayed whole: what people come for gets done, in the shop's own records too."""

import pytest

from tests.e2e.product import Product
from tests.transcripts.replay import Transcript, beside, replay, transcripts

TAKEN: set[str] = set()


@pytest.mark.parametrize("transcript", transcripts(), ids=lambda one: one.id)
def test_a_conversation_gets_done_what_it_is_about(product: Product, transcript: Transcript) -> None:
    with beside(product) as firstline:
        result = replay(transcript, product, firstline, TAKEN)
    assert result.completed, "\n".join(result.said)
    assert not result.handed_off, "\n".join(result.said)
