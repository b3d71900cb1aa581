"""One's own ways in: the second factor, sessions; and what an admin may end of others'."""

import pyotp
import pytest
from starlette.testclient import TestClient

from bot.bootstrap import Firstline
from tests.web.conftest import PASSWORD, Clock, SignIn

HEADERS = {"X-Firstline": "1"}


def new_browser(app: TestClient, agent: str = "Mozilla/5.0") -> TestClient:
    return TestClient(app.app, base_url="http://127.0.0.1:8000", headers={**HEADERS, "User-Agent": agent})


def sign_in(browser: TestClient, name: str = "ada", **more: str):
    body = {"email": f"{name}@larkwood.example", "password": PASSWORD, **more}
    return browser.post("/api/v1/session", json=body)


def enrolled(person: TestClient, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    begun = person.post("/api/v1/me/second-factor").json()
    app = pyotp.TOTP(begun["secret"])
    done = person.post("/api/v1/me/second-factor/confirm", json={"code": app.at(clock())})
    clock.pass_(seconds=30)
    return app, done.json()["recovery_codes"]


@pytest.fixture
def ada(as_staff: SignIn) -> TestClient:
    return as_staff("Ada", role="admin")


def test_nothing_is_asked_for_before_the_first_code_was_right(
    app: TestClient, ada: TestClient, clock: Clock
) -> None:
    begun = ada.post("/api/v1/me/second-factor").json()
    assert begun["picture"].startswith("data:image/svg+xml")
    wrong = ada.post("/api/v1/me/second-factor/confirm", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "code")
    assert sign_in(new_browser(app)).status_code == 200
    assert ada.get("/api/v1/me/access").json()["second_factor"] is False


def test_with_a_second_factor_the_password_alone_opens_nothing(
    app: TestClient, ada: TestClient, clock: Clock
) -> None:
    totp, _ = enrolled(ada, clock)
    browser = new_browser(app)
    asked = sign_in(browser)
    assert (asked.status_code, asked.json()["second_factor"]) == (401, True)
    assert browser.get("/api/v1/me").status_code == 401
    wrong = sign_in(browser, code="000000")
    assert (wrong.status_code, wrong.json().get("second_factor")) == (401, None)
    assert sign_in(browser, code=totp.at(clock())).status_code == 200
    assert browser.get("/api/v1/me").status_code == 200


def test_whoever_guesses_the_password_wrong_learns_nothing_of_a_second_factor(
    app: TestClient, ada: TestClient, clock: Clock
) -> None:
    enrolled(ada, clock)
    body = {"email": "ada@larkwood.example", "password": "guessed wrong"}
    answer = app.post("/api/v1/session", json=body, headers=HEADERS)
    assert "second_factor" not in answer.json()


def test_a_code_is_good_once_and_for_a_short_time(app: TestClient, ada: TestClient, clock: Clock) -> None:
    totp, _ = enrolled(ada, clock)
    code = totp.at(clock())
    assert sign_in(new_browser(app), code=code).status_code == 200
    assert sign_in(new_browser(app), code=code).status_code == 401, "somebody looked over the shoulder"
    clock.pass_(minutes=2)
    late = totp.at(clock())
    clock.pass_(seconds=90)
    assert sign_in(new_browser(app), code=late).status_code == 401


def test_each_recovery_code_signs_in_once(app: TestClient, ada: TestClient, clock: Clock) -> None:
    _, codes = enrolled(ada, clock)
    assert len(set(codes)) == 10
    assert sign_in(new_browser(app), code=codes[0].upper()).status_code == 200
    assert sign_in(new_browser(app), code=codes[0]).status_code == 401
    assert sign_in(new_browser(app), code=codes[1]).status_code == 200
    assert ada.get("/api/v1/me/access").json()["recovery_codes_left"] == 8


def test_neither_the_secret_nor_the_recovery_codes_can_be_read_from_the_database(
    ada: TestClient, firstline: Firstline, clock: Clock
) -> None:
    totp, codes = enrolled(ada, clock)
    firstline.close()
    kept = b"".join(file.read_bytes() for file in firstline.settings.data_dir.glob("firstline.db*"))
    assert totp.secret.encode() not in kept
    assert all(code.encode() not in kept for code in codes)


def test_it_is_removed_with_a_code_and_by_nobody_without(
    app: TestClient, ada: TestClient, clock: Clock
) -> None:
    totp, _ = enrolled(ada, clock)
    assert ada.post("/api/v1/me/second-factor").status_code == 409
    assert ada.post("/api/v1/me/second-factor/remove", json={"code": "000000"}).status_code == 422
    removed = ada.post("/api/v1/me/second-factor/remove", json={"code": totp.at(clock())})
    assert removed.status_code == 204
    assert sign_in(new_browser(app)).status_code == 200


def test_an_admin_resets_it_for_somebody_and_nobody_else_does(
    app: TestClient, ada: TestClient, as_staff: SignIn, clock: Clock
) -> None:
    grace = as_staff("Grace")
    enrolled(grace, clock)
    grace_id = grace.get("/api/v1/me").json()["id"]
    path = f"/api/v1/admin/people/{grace_id}/second-factor"
    assert as_staff("Sue", role="supervisor").delete(path).status_code == 403
    people = {one["name"]: one["second_factor"] for one in ada.get("/api/v1/admin/people").json()["people"]}
    assert people == {"Ada": False, "Grace": True, "Sue": False}
    assert ada.delete(path).status_code == 204
    assert sign_in(new_browser(app), "grace").status_code == 200
    entry = ada.get("/api/v1/admin/audit", params={"action": "access.reset_second_factor"}).json()["entries"]
    assert [(one["who"], one["on_name"]) for one in entry] == [("Ada", "Grace")]


def test_guessing_codes_is_rate_limited(app: TestClient, ada: TestClient, clock: Clock) -> None:
    enrolled(ada, clock)
    browser = new_browser(app)
    answers = [sign_in(browser, code="000000").status_code for _ in range(11)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_a_persons_sessions_are_listed_and_ended_by_them(app: TestClient, ada: TestClient) -> None:
    phone = new_browser(app, "Mozilla/5.0 (Android 16; Mobile) Firefox/140.0")
    sign_in(phone)
    first, second = ada.get("/api/v1/me/access").json()["sessions"], phone.get("/api/v1/me").status_code
    assert second == 200
    assert sorted((one["way"], one["here"]) for one in first) == [("link", True), ("password", False)]
    [other] = [one for one in first if not one["here"]]
    assert "Android" in other["browser"]
    assert ada.delete(f"/api/v1/me/sessions/{other['id']}").status_code == 204
    assert phone.get("/api/v1/me").status_code == 401
    assert ada.get("/api/v1/me").status_code == 200
    assert ada.delete(f"/api/v1/me/sessions/{other['id']}").status_code == 404


def test_one_signs_out_everywhere_else_at_once(app: TestClient, ada: TestClient) -> None:
    others = [new_browser(app), new_browser(app)]
    for one in others:
        sign_in(one)
    assert ada.delete("/api/v1/me/sessions").json() == {"ended": 2}
    assert [one.get("/api/v1/me").status_code for one in others] == [401, 401]
    assert ada.get("/api/v1/me").status_code == 200


def test_nobody_ends_a_colleagues_session_by_its_id(ada: TestClient, as_staff: SignIn) -> None:
    grace = as_staff("Grace")
    [hers] = grace.get("/api/v1/me/access").json()["sessions"]
    assert ada.delete(f"/api/v1/me/sessions/{hers['id']}").status_code == 404
    assert grace.get("/api/v1/me").status_code == 200


def test_an_admin_ends_a_colleagues_sessions(app: TestClient, ada: TestClient, as_staff: SignIn) -> None:
    grace = as_staff("Grace")
    path = f"/api/v1/admin/people/{grace.get('/api/v1/me').json()['id']}/sessions"
    assert grace.get(path).status_code == 403
    [hers] = ada.get(path).json()["sessions"]
    assert ada.delete(f"{path}/{hers['id']}").status_code == 204
    assert grace.get("/api/v1/me").status_code == 401
    again = new_browser(app)
    sign_in(again, "grace")
    assert ada.delete(path).json() == {"ended": 1}
    assert again.get("/api/v1/me").status_code == 401
    assert ada.delete("/api/v1/admin/people/nobody/sessions").status_code == 404


def test_an_admin_gives_somebody_who_forgot_the_password_a_new_link(
    app: TestClient, ada: TestClient, as_staff: SignIn
) -> None:
    grace = as_staff("Grace")
    me = grace.get("/api/v1/me").json()
    made = ada.post(f"/api/v1/admin/people/{me['id']}/invite").json()
    token = made["setup_link"].partition("token=")[2]
    body = {"token": token, "name": "Grace", "email": me["email"], "password": "another long password"}
    assert new_browser(app).post("/api/v1/setup", json=body).status_code == 200
    assert sign_in(new_browser(app), "grace").status_code == 401
