"""Configuration sets of Amazon SES, with all of their options and their event destinations."""

import json
from typing import Any

from mail_requests import error, part_after


def set_in(response: Any) -> Any:
    name = part_after(response, "configuration-sets")
    found = response.sesv2_backend.core_backend.config_sets.get(name)
    if found is None:
        raise error("NotFoundException", f"Configuration set <{name}> does not exist.", 404)
    return found


def configure() -> None:
    from moto.ses.models import ConfigurationSet
    from moto.sesv2.responses import SESV2Response as Responses

    initialize = ConfigurationSet.__init__

    def initialize_with_destinations(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self.destinations: dict[str, dict[str, Any]] = {}

    def get_configuration_set(self) -> str:
        found = set_in(self)
        answer = {
            "ConfigurationSetName": found.configuration_set_name,
            "DeliveryOptions": found.delivery_options,
            "ReputationOptions": found.reputation_options,
            "SendingOptions": found.enabled,
            "SuppressionOptions": found.suppression_options,
            "Tags": found.tags,
        }
        if found.tracking_options:
            answer["TrackingOptions"] = found.tracking_options
        return json.dumps(answer)

    def putting(option: str):
        def put(self) -> str:
            setattr(set_in(self), option, json.loads(self.body))
            return "{}"

        return put

    def create_configuration_set_event_destination(self) -> str:
        given, destinations = json.loads(self.body), set_in(self).destinations
        if given["EventDestinationName"] in destinations:
            raise error("AlreadyExistsException", "Duplicate Event destination Name.")
        destinations[given["EventDestinationName"]] = given["EventDestination"]
        return "{}"

    def get_configuration_set_event_destinations(self) -> str:
        known = [{"Name": name, **each} for name, each in set_in(self).destinations.items()]
        return json.dumps({"EventDestinations": known})

    def update_configuration_set_event_destination(self) -> str:
        destinations = set_in(self).destinations
        destinations[part_after(self, "event-destinations")] = json.loads(self.body)["EventDestination"]
        return "{}"

    def delete_configuration_set_event_destination(self) -> str:
        name = part_after(self, "event-destinations")
        if set_in(self).destinations.pop(name, None) is None:
            raise error("NotFoundException", f"Event destination {name} does not exist.", 404)
        return "{}"

    ConfigurationSet.__init__ = initialize_with_destinations
    Responses.get_configuration_set = get_configuration_set
    for name, option in (
        ("delivery", "delivery_options"),
        ("reputation", "reputation_options"),
        ("sending", "enabled"),
        ("suppression", "suppression_options"),
    ):
        setattr(Responses, f"put_configuration_set_{name}_options", putting(option))
    for action in (
        create_configuration_set_event_destination,
        get_configuration_set_event_destinations,
        update_configuration_set_event_destination,
        delete_configuration_set_event_destination,
    ):
        setattr(Responses, action.__name__, action)
