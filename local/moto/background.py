"""What runs in the background of the embedded AWS, and again in each copy (see copies.py): a fork keeps no threads."""

import os
from collections.abc import Callable
from threading import Thread


def start(run: Callable[[], None]) -> None:
    def begin() -> None:
        Thread(target=run, daemon=True).start()

    begin()
    os.register_at_fork(after_in_child=begin)
