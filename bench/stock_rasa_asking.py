"""Asks a trained Rasa model; runs in Rasa's own Python (3.10): `bench.stock_rasa` starts it.

Reads {"model": path, "texts": [...]} from standard input and writes JSON: the moment of the first answer,
seconds to load, and for each text the intent, all intents and the best three responses with their confidence,
and milliseconds.
"""

import asyncio
import json
import resource
import sys
import time


async def _asked(model: str, texts: list) -> dict:
    from rasa.core.agent import Agent

    began = time.perf_counter()
    agent = Agent.load(model)
    load_seconds = time.perf_counter() - began
    await agent.parse_message(texts[0])
    first_answer_at = time.time()
    answers = []
    for text in texts:
        began = time.perf_counter()
        parsed = await agent.parse_message(text)
        spent = (time.perf_counter() - began) * 1000
        selected = parsed.get("response_selector", {}).get("default", {}).get("ranking", [])
        answers.append(
            {
                "intent": parsed["intent"]["name"],
                "intents": [[one["name"], one["confidence"]] for one in parsed["intent_ranking"]],
                "responses": [[one["intent_response_key"], one["confidence"]] for one in selected[:3]],
                "milliseconds": spent,
            }
        )
    return {
        "first_answer_at": first_answer_at,
        "load_seconds": load_seconds,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        "answers": answers,
    }


if __name__ == "__main__":
    task = json.load(sys.stdin)
    json.dump(asyncio.run(_asked(task["model"], task["texts"])), sys.stdout)
