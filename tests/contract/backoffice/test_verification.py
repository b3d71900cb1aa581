"""One-time codes, on every database."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.backoffice.tables import verification_codes
from bot.backoffice.verification import Expired, Proven, Verification, Verified, Wrong
from bot.errors import TooManyRequests
from bot.ledger.keys import KeyedHash

ADA = "ada.moreno@example.com"
STRANGER = "nobody@example.com"


@pytest.fixture
def verification(db, sample_shop, outbox):
    return Verification(db, sample_shop, outbox, KeyedHash("a secret of the tests"))


@pytest.fixture
def code(outbox):
    """The code of the newest mail."""

    def read():
        return re.search(r"\b\d{6}\b", outbox.mails(ADA)[0].text)[0]

    return read


def _another(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_verifies_the_customer(verification, sample_shop, code, now):
    verification.start("c1", f" {ADA.upper()} ", now)
    ada = sample_shop.customer_by_email(ADA)
    assert verification.check("c1", code(), now) == Verified(ada.id)


def test_spaces_and_dashes_in_the_code_do_not_matter(verification, code, now):
    verification.start("c1", ADA, now)
    digits = code()
    assert isinstance(verification.check("c1", f"it's {digits[:3]}-{digits[3:]} ", now), Verified)


def test_a_code_works_once(verification, code, now):
    verification.start("c1", ADA, now)
    verification.check("c1", code(), now)
    assert verification.check("c1", code(), now) == Expired()


def test_a_code_works_for_ten_minutes(verification, code, now):
    verification.start("c1", ADA, now)
    assert verification.check("c1", code(), now + timedelta(minutes=10)) == Expired()
    assert isinstance(verification.check("c1", code(), now + timedelta(minutes=9, seconds=59)), Verified)


def test_three_wrong_tries_use_a_code_up(verification, code, now):
    verification.start("c1", ADA, now)
    wrong = _another(code())
    assert [verification.check("c1", wrong, now) for _ in range(4)] == [
        Wrong(2),
        Wrong(1),
        Wrong(0),
        Expired(),
    ]
    assert verification.check("c1", code(), now) == Expired()


def test_without_a_code_sent_there_is_nothing_to_check(verification, now):
    assert verification.check("c1", "123456", now) == Expired()


def test_a_code_belongs_to_its_conversation(verification, code, now):
    verification.start("c1", ADA, now)
    verification.start("c2", "ben.okafor@example.com", now)
    assert verification.check("c2", code(), now) == Wrong(2)


def test_a_new_code_replaces_the_one_before(verification, code, now):
    verification.start("c1", ADA, now)
    first = code()
    verification.start("c1", ADA, now + timedelta(minutes=1))
    second = code()
    if first != second:
        assert verification.check("c1", first, now + timedelta(minutes=1)) == Wrong(2)
    assert isinstance(verification.check("c1", second, now + timedelta(minutes=1)), Verified)


def test_three_codes_an_hour_for_a_conversation(verification, now):
    for minute, email in ((0, ADA), (10, STRANGER), (20, "clara.vogt@example.com")):
        verification.start("c1", email, now + timedelta(minutes=minute))
    with pytest.raises(TooManyRequests) as refused:
        verification.start("c1", "dev.sharma@example.com", now + timedelta(minutes=30))
    assert refused.value.retry_after == 30 * 60
    verification.start("c1", "dev.sharma@example.com", now + timedelta(minutes=60))


def test_three_codes_an_hour_to_an_address_from_whatever_conversation(verification, now):
    for number in range(3):
        verification.start(f"c{number}", ADA, now)
    with pytest.raises(TooManyRequests):
        verification.start("c9", ADA, now + timedelta(minutes=59))


def test_a_refused_send_leaves_the_code_before_it_working(verification, code, now):
    for _ in range(3):
        verification.start("c1", ADA, now)
    with pytest.raises(TooManyRequests):
        verification.start("c1", ADA, now)
    assert isinstance(verification.check("c1", code(), now), Verified)


def test_an_unknown_address_behaves_like_a_known_one(verification, code, now):
    """Same answers, same limits: nobody learns who has an account."""
    for conversation, email in (("known", ADA), ("unknown", STRANGER)):
        assert verification.start(conversation, email, now) is None
        answers = [verification.check(conversation, _another(code()), now) for _ in range(4)]
        assert answers == [Wrong(2), Wrong(1), Wrong(0), Expired()]
        verification.start(conversation, email, now)
        verification.start(conversation, email, now)
        with pytest.raises(TooManyRequests) as refused:
            verification.start(conversation, email, now)
        assert refused.value.retry_after == 3600


def test_an_unknown_address_gets_a_mail_without_a_code(verification, outbox, now):
    verification.start("c1", STRANGER, now)
    mail = outbox.mails(STRANGER)[0]
    assert mail.subject == "Your code"
    assert re.search(r"\d{6}", mail.text) is None


def test_even_the_right_guess_does_not_verify_an_unknown_address(verification, monkeypatch, now):
    monkeypatch.setattr("bot.backoffice.verification.secrets.randbelow", lambda _: 42)
    verification.start("c1", STRANGER, now)
    assert verification.check("c1", "000042", now) == Wrong(2)


def test_neither_code_nor_address_is_kept_in_the_clear(verification, db, code, now):
    verification.start("c1", ADA, now)
    with db.read() as connection:
        kept = str(connection.execute(select(verification_codes)).all())
    assert ADA not in kept
    assert f"'{code()}'" not in kept


def test_the_limit_holds_when_all_ask_at_once(verification, now):
    def ask(_):
        try:
            verification.start("c1", ADA, now)
        except TooManyRequests:
            return "refused"
        return "sent"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(ask, range(6))) == ["refused"] * 3 + ["sent"] * 3


def test_tries_used_at_once_are_all_counted(verification, code, now):
    verification.start("c1", ADA, now)
    wrong = _another(code())
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: verification.check("c1", wrong, now), range(5)))
    assert sorted(answer.tries_left for answer in answers if isinstance(answer, Wrong)) == [0, 1, 2]
    assert answers.count(Expired()) == 2


def _code_for(outbox, email):
    return re.search(r"\b\d{6}\b", outbox.mails(email)[0].text)[0]


def test_an_address_without_an_account_can_be_proven(verification, outbox, now):
    verification.start_for_address("c1", f" {STRANGER.upper()}", now)
    assert verification.check_address("c1", STRANGER, _code_for(outbox, STRANGER), now) == Proven(STRANGER)
    assert verification.check_address("c1", STRANGER, _code_for(outbox, STRANGER), now) == Expired()


def test_the_mail_about_an_address_does_not_tell_of_an_account(verification, outbox, now):
    told = []
    for number, email in enumerate((ADA, STRANGER)):
        verification.start_for_address(f"c{number}", email, now)
        mail = outbox.mails(email)[0]
        told.append((mail.subject, re.sub(r"\d{6}", "CODE", mail.text)))
    assert told[0] == told[1]


def test_a_code_is_good_for_its_purpose_and_its_address_only(verification, outbox, now):
    verification.start_for_address("c1", ADA, now)
    assert verification.check("c1", _code_for(outbox, ADA), now) == Wrong(2)
    assert verification.check_address("c1", STRANGER, _code_for(outbox, ADA), now) == Wrong(1)
    verification.start("c2", ADA, now)
    assert verification.check_address("c2", ADA, _code_for(outbox, ADA), now) == Wrong(2)


def test_codes_for_accounts_and_for_addresses_are_limited_together(verification, now):
    verification.start("c1", ADA, now)
    verification.start_for_address("c1", STRANGER, now)
    verification.start_for_address("c1", "third@example.com", now)
    with pytest.raises(TooManyRequests):
        verification.start_for_address("c1", "fourth@example.com", now)
    with pytest.raises(TooManyRequests):
        verification.start("c1", ADA, now)


def test_three_wrong_tries_use_up_the_code_of_an_address(verification, outbox, now):
    verification.start_for_address("c1", STRANGER, now)
    right = _code_for(outbox, STRANGER)
    tries = [verification.check_address("c1", STRANGER, _another(right), now) for _ in range(3)]
    assert tries == [Wrong(2), Wrong(1), Wrong(0)]
    assert verification.check_address("c1", STRANGER, right, now) == Expired()
