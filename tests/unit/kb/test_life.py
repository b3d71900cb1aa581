import pytest

from kb.articles import SentBack, Status, written
from kb.errors import Conflict, InvalidInput, NotFound, Outdated
from kb.life import Step, after, possible
from kb.listing import Filter


@pytest.mark.parametrize(
    ("before", "step", "expected"),
    [
        (Status.DRAFT, Step.SUBMIT, Status.IN_REVIEW),
        (Status.IN_REVIEW, Step.SAVE, Status.IN_REVIEW),
        (Status.IN_REVIEW, Step.SEND_BACK, Status.DRAFT),
        (Status.IN_REVIEW, Step.PUBLISH, Status.PUBLISHED),
        (Status.DRAFT, Step.PUBLISH, Status.PUBLISHED),
        (Status.PUBLISHED, Step.SAVE, Status.DRAFT),
        (Status.PUBLISHED, Step.ARCHIVE, Status.ARCHIVED),
        (Status.ARCHIVED, Step.PUBLISH, Status.PUBLISHED),
    ],
)
def test_each_step_leads_where_the_table_says(before, step, expected):
    assert after(before, step) is expected


@pytest.mark.parametrize(
    ("before", "step"),
    [
        (Status.PUBLISHED, Step.SUBMIT),
        (Status.ARCHIVED, Step.SUBMIT),
        (Status.IN_REVIEW, Step.SUBMIT),
        (Status.DRAFT, Step.SEND_BACK),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_and_not_offered(before, step):
    assert step not in possible(before)
    with pytest.raises(Conflict):
        after(before, step)


def test_a_draft_goes_to_review_back_and_out(kb, shipping, now):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    given = kb.submit(draft.id, by="ada", at=now)
    assert (given.status, given.stage, given.submitted_by) == (Status.IN_REVIEW, Status.IN_REVIEW, "ada")
    assert [one.id for one in kb.articles("in_review", latest=True)] == [draft.id]
    assert kb.send_back(draft.id, by="bob", at=now).status is Status.DRAFT
    kb.submit(draft.id, by="ada", at=now)
    assert kb.publish(draft.id, by="bob", at=now).stage is Status.PUBLISHED


def test_what_is_published_stays_so_while_its_newer_draft_is_in_review(kb, publish, shipping, now):
    article = publish(shipping)
    kb.save_draft(article.id, written(title="Shipping", body="Changed."), by="ada", at=now)
    given = kb.submit(article.id, by="ada", at=now)
    assert (given.status, given.stage, given.has_draft) == (Status.PUBLISHED, Status.IN_REVIEW, True)
    assert kb.search("shipping").hits[0].version == 1
    assert [one.id for one in kb.articles("in_review")] == [one.id for one in kb.articles("published")]


def test_giving_to_review_twice_is_refused(kb, shipping, now):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    kb.submit(draft.id, by="ada", at=now)
    with pytest.raises(Conflict, match="Only a draft"):
        kb.submit(draft.id, by="bob", at=now)


def test_rolling_back_writes_a_new_version_that_says_what_the_old_one_said(kb, publish, shipping, now):
    article = publish(shipping)
    publish(written(title="Other", body="Words"), article.id)
    back = kb.roll_back(article.id, 1, by="bob", at=now)
    assert (back.version, back.content, back.updated_by) == (3, shipping, "bob")
    assert kb.article(article.id).version == 2, "not published yet"
    live = kb.roll_back(article.id, 1, by="bob", at=now, publish=True)
    assert (live.version, live.stage) == (3, Status.PUBLISHED)
    assert kb.search("parcel").hits[0].version == 3
    assert [(one.number, one.live) for one in kb.versions(article.id)] == [(3, True), (2, False), (1, False)]


def test_there_is_no_way_back_to_a_version_that_never_was(kb, publish, shipping, now):
    article = publish(shipping)
    with pytest.raises(NotFound):
        kb.roll_back(article.id, 7, by="bob", at=now, publish=True)
    assert kb.article(article.id, latest=True).version == 1


def test_an_article_for_staff_is_found_by_staff_only(kb, another_process, publish, shipping):
    publish(shipping)
    secret = publish(
        written(title="Which courier do we blame?", body="The courier of the parcel.", audience="staff")
    )
    assert secret.id not in [hit.article_id for hit in kb.search("courier parcel").hits]
    found = another_process.search_for_staff("which courier do we blame").hits
    assert found[0].article_id == secret.id
    assert found[0].url == "", "there is no page to send a visitor to"
    with pytest.raises(NotFound):
        kb.article_for_visitors(secret.id)


def test_an_article_that_becomes_staffs_leaves_the_visitors_search_at_once(kb, publish, shipping):
    article = publish(shipping)
    publish(written(title=shipping.title, body=shipping.body, audience="staff"), article.id)
    assert kb.search("shipping").hits == ()
    assert [hit.article_id for hit in kb.search_for_staff("shipping").hits] == [article.id]


def test_articles_can_be_listed_by_owner_category_and_overdue_review(kb, publish, now):
    def listed(**wanted):
        found = kb.listed(Filter(**wanted), limit=9)
        assert kb.count(Filter(**wanted)) == len(found)
        return [one.id for one in found]

    today = now.date()
    old = publish(written(title="Old", body="x", review_by=today.replace(day=1), owner="Ada", category="A"))
    publish(written(title="New", body="y", review_by=today, owner="Bob", category="B"))
    assert listed(overdue_on=today) == [old.id]
    assert old.overdue(today)
    assert not kb.article("new").overdue(today)
    assert listed(owner="Bob") == ["new"]
    assert listed(category="A") == [old.id]
    assert kb.shelves() == (["A", "B"], ["Ada", "Bob"])
    kb.archive(old.id, by="ada", at=now)
    assert listed(overdue_on=today) == [], "nobody has to read what is archived"


def test_what_a_review_says_is_kept_until_the_article_is_given_to_review_again(kb, shipping, now):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    kb.submit(draft.id, by="ada", at=now)
    back = kb.send_back(draft.id, by="bob", at=now, comment=" Which days?\r\nNot Sundays. ")
    assert back.sent_back == SentBack("Which days?\nNot Sundays.", "bob", now)
    mended = kb.save_draft(draft.id, written(title="Shipping", body="Not on Sundays."), by="ada", at=now)
    assert mended.sent_back == back.sent_back
    assert kb.submit(draft.id, by="ada", at=now).sent_back is None


@pytest.mark.parametrize("step", ["publish", "archive"])
def test_what_a_review_said_goes_with_the_publication_or_the_archiving(kb, shipping, now, step):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    kb.submit(draft.id, by="ada", at=now)
    kb.send_back(draft.id, by="bob", at=now, comment="Shorter.")
    getattr(kb, step)(draft.id, by="bob", at=now)
    assert kb.article(draft.id, latest=True).sent_back is None


def test_a_comment_longer_than_can_be_kept_is_refused_and_the_review_goes_on(kb, shipping, now):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    kb.submit(draft.id, by="ada", at=now)
    with pytest.raises(InvalidInput) as refused:
        kb.send_back(draft.id, by="bob", at=now, comment="x" * 2001)
    assert refused.value.field == "comment"
    assert kb.article(draft.id, latest=True).stage is Status.IN_REVIEW


def test_what_was_made_from_an_older_version_overwrites_nothing(kb, shipping, returns, now):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    kb.save_draft(draft.id, returns, by="bob", at=now, made_from=1)
    with pytest.raises(Outdated) as refused:
        kb.save_draft(draft.id, written(title="Mine", body="Mine."), by="ada", at=now, made_from=1)
    assert (refused.value.newest_version, refused.value.saved_by) == (2, "bob")
    assert kb.article(draft.id, latest=True).content == returns
    over = kb.save_draft(draft.id, written(title="Mine", body="Mine."), by="ada", at=now, made_from=2)
    assert over.version == 3


def test_saving_the_same_as_the_newest_is_no_conflict_though_it_was_made_from_an_older_one(
    kb, shipping, returns, now
):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    kb.save_draft(draft.id, returns, by="ada", at=now, made_from=1)
    assert kb.save_draft(draft.id, returns, by="ada", at=now, made_from=1).version == 2
