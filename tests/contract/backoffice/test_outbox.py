"""The outbox: what is put in stays until it has left."""

from datetime import timedelta

ADA = "ada.moreno@example.com"


def test_mail_is_kept_as_it_was_given(outbox, now):
    text, at = "A <b>text</b>\nof two lines", now + timedelta(minutes=1)
    outbox.send_mail(f" {ADA.upper()} ", "Hello", text, at)
    (mail,) = outbox.mails(ADA)
    assert (mail.subject, mail.text, mail.at, mail.state) == ("Hello", text, at, "waiting")


def test_a_mail_with_a_key_is_kept_once(outbox, now):
    for subject in ("first", "again"):
        outbox.send_mail(ADA, subject, "text", now, key="the answer to a message")
    assert [mail.subject for mail in outbox.mails(ADA)] == ["first"]


def test_mails_without_a_key_are_all_kept(outbox, now):
    for _ in range(2):
        outbox.send_mail(ADA, "Hello", "text", now)
    assert len(outbox.mails(ADA)) == 2


def test_a_subject_cannot_begin_another_header(outbox, now):
    outbox.send_mail(ADA, "Hello\r\nBcc: everybody@example.com", "text", now)
    assert outbox.mails(ADA)[0].subject == "Hello  Bcc: everybody@example.com"
