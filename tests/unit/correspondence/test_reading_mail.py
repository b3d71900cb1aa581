"""What a mail says: its new words, what it answers, and whether a person wrote it."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.correspondence.reading import LONGEST_TEXT, new_words, read


def mail(text="Thank you!", html=None, **headers):
    made = EmailMessage()
    made["From"] = "Kim Doe <Kim@Example.org>"
    made["To"] = "help@larkwood.example"
    made["Message-ID"] = "<1@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if text is not None:
        made.set_content(text)
    if html is not None:
        made.set_content(html, subtype="html")
    return made.as_bytes()


def test_who_what_and_to_what():
    got = read(
        mail(
            Subject="Re: Your message",
            In_Reply_To="<a@x.example>",
            References="<first@x.example> <second@x.example> <a@x.example>",
        )
    )
    assert (got.sender, got.sender_name) == ("kim@example.org", "Kim Doe")
    assert got.message_id == "<1@example.org>"
    assert got.answers == ("<a@x.example>", "<second@x.example>", "<first@x.example>")
    assert (got.subject, got.text) == ("Re: Your message", "Thank you!")
    assert not got.automatic
    assert not got.bounce


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 2 Mar 2026 at 10:00, Larkwood <help@larkwood.example> wrote:\n> Hello Kim,\n> on its way.\n",
        "Am 02.03.2026 um 10:00 schrieb Larkwood <help@larkwood.example>:\n> Hello Kim\n",
        "Le lun. 2 mars 2026 à 10:00, Larkwood <help@larkwood.example> a écrit :\n> Hello Kim\n",
        "-----Original Message-----\nFrom: Larkwood\nSent: Monday\nTo: Kim\nSubject: Hi\n\nHello Kim\n",
    ],
    ids=["english", "german", "french", "outlook"],
)
def test_what_is_quoted_is_cut(quoted):
    assert new_words(f"Thank you, that works.\n\n{quoted}") == "Thank you, that works."


def test_html_is_read_as_text_without_scripts():
    got = read(mail(text=None, html="<p>Thank <b>you</b></p><script>alert(1)</script><style>p{}</style>"))
    assert "Thank **you**" in got.text
    assert "<" not in got.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=kim@example.org"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "news.example.org"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_what_a_machine_wrote_is_known_as_such(headers):
    assert read(mail(**headers)).automatic


def test_auto_submitted_no_is_a_person():
    assert not read(mail(Auto_Submitted="no")).automatic


@pytest.mark.parametrize(
    ("headers", "envelope"),
    [({"X_Failed_Recipients": "kim@example.org"}, None), ({"Return_Path": "<>"}, None), ({}, "")],
)
def test_bounces_are_known_as_such(headers, envelope):
    assert read(mail(**headers), envelope_sender=envelope).bounce


def test_a_delivery_report_is_a_bounce():
    report = EmailMessage()
    report["From"] = "MAILER-DAEMON@example.org"
    report.set_content("Undelivered")
    report.make_mixed()
    report.replace_header("Content-Type", 'multipart/report; report-type=delivery-status; boundary="x"')
    assert read(report.as_bytes()).bounce


def test_a_mail_without_a_name_is_called_by_what_it_says():
    raw = b"From: kim@example.org\r\n\r\nHello"
    assert read(raw).message_id == read(raw).message_id
    assert read(raw).message_id != read(raw + b"!").message_id


def test_endless_mail_is_cut_and_says_so():
    text = new_words("word " * LONGEST_TEXT)
    assert len(text) < LONGEST_TEXT + 100
    assert "longer than we keep" in text


@given(st.binary(max_size=400))
def test_whatever_comes_it_can_be_read(raw):
    assert read(raw).message_id.startswith("<")


@given(st.lists(st.sampled_from([b"From: ", b"To: ", b"Subject: ", b"Message-ID: ", b"Content-Type: "])),
       st.binary(max_size=80))  # fmt: skip
def test_broken_headers_and_unknown_encodings_are_no_obstacle(names, value):
    raw = b"".join(name + value.replace(b"\n", b"") + b"\r\n" for name in names) + b"\r\nHello"
    read(raw)


def test_an_unknown_character_set_is_no_obstacle():
    raw = b"From: kim@example.org\r\nContent-Type: text/plain; charset=klingon\r\n\r\nHello"
    assert read(raw).sender == "kim@example.org"
