"""How flows go with people as they are: completed, turns against the fewest possible, time of a whole flow.

    python -m bench.flows

Starts the product on its embedded defaults, replays tests/transcripts/flows.yml and prints JSON. Whether each
is completed is a test (tests/e2e/test_transcripts.py); this is how all of them are together.
"""

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median

from bot.ledger.rates import Rate
from tests.e2e.product import Product
from tests.transcripts.replay import Result, beside, replay, transcripts


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(Path(folder) / "var").start()
        try:
            with beside(product) as firstline:
                taken: set[str] = set()
                results = [replay(one, product, firstline, taken) for one in transcripts()]
        finally:
            product.stop()
    by_flow: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_flow[result.transcript.flow].append(result)
        if not result.completed:
            print(f"not completed: {result.transcript.id}", file=sys.stderr)
    print(
        json.dumps({"all": _figures(results), **{flow: _figures(r) for flow, r in by_flow.items()}}, indent=1)
    )


def _figures(results: list[Result]) -> dict[str, object]:
    done = [result for result in results if result.completed]
    rate = Rate(len(done), len(results))
    return {
        "transcripts": len(results),
        "completed": rate.value,
        "interval": rate.interval,
        "turns": round(fmean(result.turns for result in results), 2),
        "turns_to_the_fewest": round(fmean(r.turns / r.transcript.least for r in results), 2),
        "seconds_of_a_flow": round(median(result.seconds for result in results), 2),
    }


if __name__ == "__main__":
    main()
