"""An error of AWS."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """An error of AWS, with the code and the message that its client shows."""

    code: str
    message: str
    status: int = 400
