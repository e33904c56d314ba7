"""What AWS answers instead of a result."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """An error of AWS's: the code and the message that its client shows."""

    code: str
    message: str
    status: int = 400
