"""Requests to the embedded AWS itself, under a path that no AWS service uses:

    GET    /embedded-aws/pid                   the process id of the server, to recognize it

and, for tests only:

    GET    /embedded-aws/requests              every call so far: its caller, service, action, the resources it names,
                                               and the parameter it decrypts
    GET    /embedded-aws/refereed              the number of requests per operation, and what the referee refused
    GET    /embedded-aws/self-test             whether the referee finds each fault that is put into the requests so far
    GET    /embedded-aws/database-passwords    the master password of each database, which AWS never shows
    POST   /embedded-aws/matching-rules        the EventBridge rules that match the event in the body
    PUT    /embedded-aws/hold/<Action>         makes every call of this action hang ...
    DELETE /embedded-aws/hold/<Action>         ... until this request, which refuses the calls that hang
"""

import json
import os
import re
import time
from io import BytesIO
from threading import Lock
from urllib.parse import parse_qs

from event_patterns import matching_rules
from referee.breaking import self_test

PREFIX = "/embedded-aws/"


class Questions:
    """WSGI middleware that answers these requests and passes all others on to AWS."""

    def __init__(self, aws, for_tests: bool):
        self.aws = aws
        self.for_tests = for_tests
        self.requests: list[dict] = []
        self.held: set[str] = set()
        self.lock = Lock()

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(PREFIX):
            return self.answer(environ, start_response)
        if not self.for_tests:
            return self.aws(environ, start_response)

        request = describe(environ)
        with self.lock:
            self.requests.append(request)
        if request["action"] in self.held:
            while request["action"] in self.held:
                time.sleep(0.1)
            return reply(start_response, "503 Service Unavailable", "held")
        return self.aws(environ, start_response)

    def answer(self, environ, start_response):
        question = environ["PATH_INFO"].removeprefix(PREFIX)
        action = question.removeprefix("hold/")
        match (environ["REQUEST_METHOD"], question):
            case ("GET", "pid"):
                return reply(start_response, "200 OK", os.getpid())
            case ("GET", "requests") if self.for_tests:
                return reply(start_response, "200 OK", self.requests)
            case ("GET", "refereed") if self.for_tests:
                return reply(start_response, "200 OK", self.aws.record)
            case ("GET", "self-test") if self.for_tests:
                return reply(start_response, "200 OK", self_test(list(self.aws.samples.values())))
            case ("GET", "database-passwords") if self.for_tests:
                return reply(start_response, "200 OK", database_passwords())
            case ("POST", "matching-rules") if self.for_tests:
                event = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
                return reply(start_response, "200 OK", matching_rules(event))
            case ("PUT", _) if self.for_tests and action != question:
                self.held.add(action)
                return reply(start_response, "200 OK", "held")
            case ("DELETE", _) if self.for_tests and action != question:
                self.held.discard(action)
                return reply(start_response, "200 OK", "released")
        return reply(start_response, "404 Not Found", f"no such question: {question}")


def reply(start_response, status: str, answer):
    body = json.dumps(answer).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


# The parameters that name resources. Others may be secret, so they are not recorded.
NAMING = {
    "KeyId",
    "Name",
    "Names",
    "Path",
    "ResourceId",
    "RoleName",
    "cluster",
    "clusters",
    "containerInstances",
    "enableECSManagedTags",
    "executionRoleArn",
    "family",
    "familyPrefix",
    "logGroupName",
    "logStreamName",
    "propagateTags",
    "repositoryName",
    "service",
    "serviceArn",
    "serviceDeploymentArn",
    "serviceDeploymentArns",
    "serviceRevisionArns",
    "services",
    "tags",
    "task",
    "taskDefinition",
    "taskRoleArn",
    "tasks",
}


def describe(environ) -> dict:
    """The caller of a request, its action, and the resources that it names."""
    scope = re.search(r"Credential=([^/]+)/\d+/[^/]*/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    caller, service = scope.groups() if scope else (None, None)
    call = {
        "caller": caller,
        "service": service,
        "action": f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}",
        "query": environ.get("QUERY_STRING", ""),
        "names": {},
        "decrypts": None,
    }
    length = environ.get("CONTENT_LENGTH", "")
    if service == "s3" or not re.fullmatch(r"[0-9]+", length):
        return call

    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    try:
        return call | described_by(body, environ.get("HTTP_X_AMZ_TARGET"))
    except Exception:
        # A body that cannot be read adds nothing. The referee answers the request.
        return call


def described_by(body: bytes, target: str | None) -> dict:
    """The part of the description that is in the body."""
    described: dict = {}
    parameters: dict = {}
    if target:
        parameters = json.loads(body)
        described["action"] = target.split(".")[-1]
    elif re.search(rb"(?:^|&)Action=\w+", body):
        parameters = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        described["action"] = parameters["Action"]
    described["names"] = {name: value for name, value in parameters.items() if name in NAMING}
    if b'"WithDecryption":true' in body:
        described["decrypts"] = json.loads(body).get("Name")
    return described


def database_passwords() -> dict[str, str]:
    from moto.rds.models import rds_backends

    return {
        identifier: database._master_user_password
        for account in rds_backends.values()
        for region in account.values()
        for identifier, database in region.databases.items()
    }
