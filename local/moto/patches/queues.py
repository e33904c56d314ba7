"""Corrections of queues, and of the dead-letter queues of functions."""


def write_redrive_policies_as_they_were_given() -> None:
    """SQS returns a redrive policy unchanged. moto adds spaces to it."""
    import json

    from moto.sqs.models import Queue

    attributes = Queue.attributes

    def attributes_with_compact_policy(self):
        answer = attributes.fget(self)
        if answer.get("RedrivePolicy"):
            answer["RedrivePolicy"] = json.dumps(json.loads(answer["RedrivePolicy"]), separators=(",", ":"))
        return answer

    Queue.attributes = property(attributes_with_compact_policy)


def keep_the_policies_of_changed_queues() -> None:
    """A request changes the attributes that it names ("SetQueueAttributes", Amazon SQS API Reference). moto also removes the policy."""
    from moto.sqs.models import SQSBackend

    set_attributes = SQSBackend.set_queue_attributes

    def set_and_keep_policy(self, queue_name, attributes):
        return set_attributes(self, queue_name, {"Policy": self.get_queue(queue_name).policy, **attributes})

    SQSBackend.set_queue_attributes = set_and_keep_policy


def remember_dead_letter_queues_of_functions() -> None:
    """Stores the dead-letter queue of a function when it is created or updated. moto does not."""
    from moto.awslambda.models import LambdaFunction

    initialize = LambdaFunction.__init__
    update_configuration = LambdaFunction.update_configuration
    get_configuration = LambdaFunction.get_configuration

    def initialize_and_remember(self, account_id, spec, *args, **kwargs):
        initialize(self, account_id, spec, *args, **kwargs)
        self.dead_letter_config = spec.get("DeadLetterConfig")

    def update_and_remember(self, config_updates):
        self.dead_letter_config = config_updates.get("DeadLetterConfig", self.dead_letter_config)
        return update_configuration(self, config_updates)

    def configuration_with_dead_letters(self, *args, **kwargs):
        configuration = get_configuration(self, *args, **kwargs)
        if self.dead_letter_config:
            configuration["DeadLetterConfig"] = self.dead_letter_config
        return configuration

    LambdaFunction.__init__ = initialize_and_remember
    LambdaFunction.update_configuration = update_and_remember
    LambdaFunction.get_configuration = configuration_with_dead_letters


PATCHES = (
    write_redrive_policies_as_they_were_given,
    keep_the_policies_of_changed_queues,
    remember_dead_letter_queues_of_functions,
)
