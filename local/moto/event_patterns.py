"""Event patterns for lists of objects. moto 5.2.1 compares such a list as a whole, so that a pattern for its elements
matches nothing.

EventBridge matches if one element of the list fulfils the whole pattern ("Matching on arrays", Amazon EventBridge User
Guide).
"""


def apply() -> None:
    from moto.events.models import EventPattern

    EventPattern.matches_event = lambda self, event: matches(self, event, self.get_pattern())


def matches(patterns, event, pattern: dict) -> bool:
    from moto.events.models import UNDEFINED

    if isinstance(event, list):
        return any(matches(patterns, element, pattern) for element in event)
    values = event if isinstance(event, dict) else {}
    return all(
        any(matches(patterns, event, each) for each in expected)
        if key == "$or"
        else matches(patterns, values.get(key), expected)
        if isinstance(expected, dict)
        else patterns._does_item_match_filters(values.get(key, UNDEFINED), expected)
        for key, expected in pattern.items()
    )


def rules_matching(event: dict) -> list:
    """The rules, in any account and region, that match an event. A rule with a schedule only matches none."""
    from moto.events.models import events_backends

    return [
        rule
        for account in list(events_backends.values())
        for region in list(account.values())
        for bus in list(region.event_buses.values())
        for rule in list(bus.rules.values())
        if rule.state == "ENABLED" and rule.event_pattern.get_pattern() and rule.event_pattern.matches_event(event)
    ]


def matching_rules(event: dict) -> list[str]:
    return sorted(rule.name for rule in rules_matching(event))
