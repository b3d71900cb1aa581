"""What only the HTTP adapter does: time limits, retries, the breaker, and answers that can't be used."""

import json
import threading
import time

import pytest
import structlog
from fastapi.openapi.models import OpenAPI

from bot.backoffice.customers import Details
from bot.backoffice.orders import OrderStatus, Pieces
from bot.backoffice.remote.contract import contract
from bot.backoffice.remote.operations import OPERATIONS
from bot.backoffice.remote.shop import RemoteShop
from bot.backoffice.returns import ReturnReason
from bot.backoffice.transport import Patience
from bot.errors import BackofficeUnavailable, Refused
from tests.contract.backoffice.shop_server import DOCUMENT, SECRET

ADA = "ada.moreno@example.com"
HURRIED = Patience(connect=0.5, answer=0.3, tries=3, wait=0.001, give_up=2, failures=100)


@pytest.fixture
def remote(shop_server):
    """The adapter with little patience."""
    shop = RemoteShop(shop_server.url, SECRET, HURRIED)
    yield shop
    shop.close()


def _until(holds):
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_the_committed_contract_is_what_the_adapter_speaks():
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == contract(), "run tools/openapi.py"


def test_the_contract_is_a_valid_openapi_document():
    document = OpenAPI.model_validate(contract())
    assert document.openapi == "3.1.0"
    operations = [one for path in contract()["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations) == len(OPERATIONS)


def test_a_changing_call_carries_its_key_and_the_secret(remote, shop_server, now):
    ada = remote.customer_by_email(ADA)
    remote.change_details(ada.id, Details(name="Ada"), now, key="conversation:7:name")
    headers = shop_server.faults.headers[-1]
    assert headers["idempotency-key"] == "conversation:7:name"
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert "idempotency-key" not in shop_server.faults.headers[0]


def test_no_email_address_stands_in_the_address_of_a_call(remote, shop_server, now):
    remote.customer_by_email(ADA)
    remote.newsletter(ADA)
    remote.set_newsletter(ADA, False, now, key="a")
    remote.send_password_link(ADA, now, key="b")
    assert "ada" not in "".join(shop_server.faults.heard).lower()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(remote, shop_server, status):
    shop_server.faults.statuses = [status, status]
    assert remote.order("10045").status is OrderStatus.SHIPPED
    assert shop_server.faults.heard["GET /orders/10045"] == 3


def test_three_failures_are_the_end_of_it(remote, shop_server):
    shop_server.faults.statuses = [503] * 4
    with pytest.raises(BackofficeUnavailable):
        remote.order("10045")
    assert shop_server.faults.statuses == [503]


def test_a_change_whose_answer_was_lost_is_asked_for_again_and_made_once(
    remote, shop_server, sample_shop, outbox, now
):
    clara = sample_shop.customer_by_email("clara.vogt@example.com").id
    shop_server.faults.lost_answers = 1
    lines = [Pieces("LW-TABLE-C", 1)]
    started = remote.start_return(clara, "10412", lines, ReturnReason.CHANGED_MIND, now, key="one")
    assert shop_server.faults.heard["POST /orders/10412/returns"] == 2
    keys = [headers["idempotency-key"] for headers in shop_server.faults.headers]
    assert keys == ["one", "one"]
    assert list(sample_shop.returns_of("10412")) == [started]
    assert len(outbox.mails("clara.vogt@example.com")) == 1


def test_a_refusal_is_not_tried_again(remote, shop_server, sample_shop, now):
    order = sample_shop.order("10045")
    with pytest.raises(Refused):
        remote.cancel_order(order.customer_id, "10045", now, key="one")
    assert shop_server.faults.heard["POST /orders/10045/cancellation"] == 1


def test_a_shop_that_does_not_answer_is_given_up(remote, shop_server):
    began = time.monotonic()
    with shop_server.faults.silence(), pytest.raises(BackofficeUnavailable) as failed:
        remote.order("10045")
    assert "ReadTimeout" in str(failed.value)
    assert time.monotonic() - began < 5
    assert remote.order("10045").number == "10045"


def test_a_shop_that_is_not_there_is_unavailable():
    shop = RemoteShop("http://127.0.0.1:9", SECRET, HURRIED)
    with pytest.raises(BackofficeUnavailable):
        shop.order("10045")


def test_a_wrong_secret_is_said_and_not_tried_again(shop_server):
    shop = RemoteShop(shop_server.url, "guessed", HURRIED)
    with pytest.raises(BackofficeUnavailable, match="refuses the key"):
        shop.order("10045")
    assert shop_server.faults.heard.total() == 1


def test_after_failures_in_a_row_the_shop_is_left_alone_until_it_rested(shop_server):
    patience = Patience(connect=0.5, answer=0.5, tries=1, failures=3, rest=0.4)
    shop = RemoteShop(shop_server.url, SECRET, patience)
    shop_server.faults.statuses = [500] * 3
    for _ in range(3):
        with pytest.raises(BackofficeUnavailable):
            shop.order("10045")
    with pytest.raises(BackofficeUnavailable, match="left alone"):
        shop.order("10045")
    assert shop_server.faults.heard.total() == 3

    def answers():
        try:
            return shop.order("10045").number == "10045"
        except BackofficeUnavailable:
            return False

    _until(answers)
    assert shop_server.faults.heard.total() == 4
    assert shop.order("10412").number == "10412"


def test_a_shop_that_still_fails_after_its_rest_rests_again(shop_server):
    patience = Patience(connect=0.5, answer=0.5, tries=1, failures=2, rest=0.2)
    shop = RemoteShop(shop_server.url, SECRET, patience)
    shop_server.faults.statuses = [500] * 3

    def failed_how():
        with pytest.raises(BackofficeUnavailable) as failed:
            shop.order("10045")
        return str(failed.value)

    assert ["status 500" in failed_how() for _ in range(3)] == [True, True, False]
    _until(lambda: "status 500" in failed_how())
    assert "left alone" in failed_how()


@pytest.mark.parametrize("code", [404, 409, 422])
def test_what_the_shop_says_no_to_does_not_open_the_breaker(shop_server, code):
    shop = RemoteShop(shop_server.url, SECRET, Patience(tries=1, failures=2))
    shop_server.faults.instead = (code, "application/problem+json", b'{"detail": "No."}')
    for _ in range(4):
        if code == 404:
            assert shop.order("10045") is None
        else:
            with pytest.raises(Exception, match="No."):
                shop.order("10045")
    shop_server.faults.instead = None
    assert shop.order("10045").number == "10045"


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "text/html", b"<h1>Welcome to our shop</h1>"),
        (200, "application/json", b'{"number": "10045"}'),
        (200, "application/json", b"[]"),
        (404, "text/html", b"<h1>Not found</h1>"),
        (404, "application/json", b'{"error": "not found"}'),
        (302, "text/html", b"{}"),
        (418, "application/json", b'{"detail": "a teapot"}'),
    ],
)
def test_an_answer_that_is_not_the_contracts_is_unavailability(remote, shop_server, status, kind, body):
    shop_server.faults.instead = (status, kind, body)
    with pytest.raises(BackofficeUnavailable):
        remote.order("10045")


def _order_with(shop_server, remote, **changes):
    from tests.contract.backoffice.shop_server import to_json

    made = to_json(remote.order("10045")) | changes
    shop_server.faults.instead = (200, "application/json", json.dumps(made).encode())


def test_a_state_that_nobody_knows_and_a_time_without_a_zone_are_unavailability(remote, shop_server):
    for changes in ({"status": "lost in space"}, {"placed_at": "2026-01-17T16:09:34"}):
        shop_server.faults.instead = None
        _order_with(shop_server, remote, **changes)
        with pytest.raises(BackofficeUnavailable):
            remote.order("10045")


def test_fields_that_nobody_asked_for_do_not_matter(remote, shop_server):
    _order_with(shop_server, remote, gift=True)
    assert remote.order("10045").number == "10045"


def test_what_a_shop_cannot_do_is_said_so(remote, shop_server, now):
    shop_server.faults.instead = (501, "application/problem+json", b'{"detail": "Not here."}')
    for call in (
        lambda: remote.close_account("C1001", now, key="one"),
        lambda: remote.membership("C1001"),
        lambda: remote.returns_of("10045"),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code == "not_supported"


def test_a_refusal_that_is_not_in_the_contract_is_for_a_person(remote, shop_server, now):
    body = b'{"detail": "Full moon.", "code": "full_moon"}'
    shop_server.faults.instead = (409, "application/problem+json", body)
    with pytest.raises(Refused, match="Full moon") as refused:
        remote.close_account("C1001", now, key="one")
    assert refused.value.code == "needs_a_person"


@pytest.mark.parametrize(
    "number", ["", "..", "../customers/C1001", "10045/../10412", "10045?x=1", "%2e%2e", "1" * 101]
)
def test_a_number_that_cannot_be_one_is_not_asked_for(remote, shop_server, number):
    assert remote.order(number) is None
    assert shop_server.faults.heard.total() == 0


def test_neither_what_was_asked_nor_what_came_back_is_logged(remote, shop_server, sample_shop, caplog, now):
    ada = sample_shop.customer_by_email(ADA)
    with structlog.testing.capture_logs() as logged:
        shop_server.faults.statuses = [500] * 6
        for call in (
            lambda: remote.customer_by_email(ADA),
            lambda: remote.change_details(ada.id, Details(phone="+1 503 555 0199"), now, key="one"),
        ):
            with pytest.raises(BackofficeUnavailable):
                call()
        shop_server.faults.instead = (200, "application/json", json.dumps({"email": ADA}).encode())
        with pytest.raises(BackofficeUnavailable):
            remote.customer(ada.id)
    said = str(logged)
    assert "POST /customers/lookup" in said
    assert [line["tries"] for line in logged if "tries" in line] == [1, 2, 3, 1, 2, 3]
    for secret in (ADA, ada.id, "0199", SECRET):
        assert secret not in said
    warnings = [record.getMessage() for record in caplog.records if record.levelname != "INFO"]
    assert warnings == []


def test_twenty_calls_at_once_do_not_wait_for_each_other(shop_server):
    """The breaker must not let one slow call hold up all others."""
    shop = RemoteShop(shop_server.url, SECRET, Patience(answer=1.0, tries=1, failures=100))
    failures = []

    def ask():
        try:
            shop.order("10045")
        except BackofficeUnavailable as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    began = time.monotonic()
    with shop_server.faults.silence():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(failures) == 20
    assert time.monotonic() - began < 6
