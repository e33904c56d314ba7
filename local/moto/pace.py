"""The pace of the embedded AWS: every waiting time of the model is multiplied by it. Tests make it small.

    GET /embedded-aws/pace    the pace, for the processes that run what AWS runs
"""

import time
import traceback
from collections.abc import Callable
from threading import Thread

from questions import question

factor = 1.0


def scaled(seconds: float) -> float:
    return seconds * factor


def wait(seconds: float) -> None:
    time.sleep(scaled(seconds))


def now() -> float:
    """The seconds that have passed, in the time of the model."""
    return time.monotonic() / factor


def every(seconds: float, act: Callable[[], None]) -> None:
    """Acts again and again in the background. An error is logged, and does not end it."""

    def run() -> None:
        while True:
            wait(seconds)
            try:
                act()
            except Exception:
                traceback.print_exc()

    Thread(target=run, daemon=True).start()


@question("GET", "pace")
def answer_pace() -> dict[str, float]:
    return {"pace": factor}
