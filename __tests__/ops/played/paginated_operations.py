"""Prints, as JSON, how each operation of some services is paginated: by botocore's paginators, and for operations without one
by AWS's own models, where the name of the token is the same in the input and in the output."""

import json
import sys

from botocore.session import get_session

TOKENS = ("nextToken", "NextToken", "Marker")


def operations(service: str) -> dict[str, object]:
    session = get_session()
    model = session.get_service_model(service)
    loader = session.get_component("data_loader")
    paginators = loader.load_service_model(service, "paginators-1")["pagination"]
    found: dict[str, object] = {}
    for name in model.operation_names:
        paginator = paginators.get(name)
        if paginator:
            listed = as_list(paginator["result_key"])
            simple = [key for key in listed if key.isidentifier()]
            if simple:
                found[name] = {
                    "input": as_list(paginator["input_token"])[0],
                    "output": as_list(paginator["output_token"])[0].split(" ")[0],
                    "limit": paginator.get("limit_key"),
                    "more": paginator.get("more_results"),
                    "lists": simple,
                }
            continue
        operation = model.operation_model(name)
        if operation.input_shape is None or operation.output_shape is None:
            continue
        outputs = operation.output_shape.members
        token = next((each for each in TOKENS if each in operation.input_shape.members and each in outputs), None)
        lists = [key for key, shape in outputs.items() if shape.type_name == "list"]
        if token and lists:
            found[name] = {"input": token, "output": token, "limit": "maxResults", "more": None, "lists": lists}
    return found


def as_list(value: object) -> list[str]:
    return value if isinstance(value, list) else [value]  # type: ignore[list-item]


print(json.dumps({service: operations(service) for service in sys.argv[1:]}))
