"""StartMessageMoveTask of SQS, which moto 5.2.1 does not have: moves the messages of a dead-letter queue back to their
source queue, here all at once."""

from moto.core.responses import ActionResult
from moto.sqs.responses import SQSResponse


def start_message_move_task(self):
    source = self._get_param("SourceArn")
    dead_letters = next(each for each in self.sqs_backend.queues.values() if each.queue_arn == source)
    [origin] = self.sqs_backend.list_dead_letter_source_queues(dead_letters.name)
    for message in list(dead_letters._messages):
        dead_letters._messages.remove(message)
        message.approximate_receive_count = 0
        origin.add_message(message)
    return ActionResult({"TaskHandle": source})


def apply() -> None:
    SQSResponse.start_message_move_task = start_message_move_task
