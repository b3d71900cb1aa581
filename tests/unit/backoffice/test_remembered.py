"""What a shop rarely changes is asked for once in a while."""

import pytest

from bot.backoffice.remembered import Remembered
from bot.errors import BackofficeUnavailable


class Shop:
    def __init__(self):
        self.asked, self.down, self.at = 0, False, 0.0

    def __call__(self):
        self.asked += 1
        if self.down:
            raise BackofficeUnavailable("down")
        return f"answer {self.asked}"

    def clock(self):
        return self.at


def test_an_answer_is_good_for_its_time():
    shop = Shop()
    remembered = Remembered(shop, 60, shop.clock)
    assert [remembered(), remembered()] == ["answer 1", "answer 1"]
    shop.at = 59.9
    assert remembered() == "answer 1"
    shop.at = 60.0
    assert remembered() == "answer 2"


def test_when_the_shop_is_down_the_last_answer_is_good_for_longer():
    shop = Shop()
    remembered = Remembered(shop, 60, shop.clock)
    remembered()
    shop.down, shop.at = True, 100.0
    assert [remembered(), remembered()] == ["answer 1", "answer 1"]
    assert shop.asked == 2, "and the shop isn't asked at every call meanwhile"
    shop.down, shop.at = False, 160.0
    assert remembered() == "answer 3"


def test_without_a_last_answer_the_failure_is_told():
    shop = Shop()
    shop.down = True
    with pytest.raises(BackofficeUnavailable):
        Remembered(shop, 60, shop.clock)()
