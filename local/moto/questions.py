"""Requests to the embedded AWS itself, under a path that no AWS service uses:

    GET    /embedded-aws/pid                   the process id of the server, to recognize it
    GET    /embedded-aws/database-passwords    the master password of each database, which AWS never shows

and, for tests only:

    GET    /embedded-aws/requests              every call so far: its caller, service, action, the resources it names,
                                               and the parameter it decrypts
    GET    /embedded-aws/refereed              the number of requests per operation, and what the referee refused
    GET    /embedded-aws/self-test             whether the referee finds each fault that is put into the requests so far
    POST   /embedded-aws/matching-rules        the EventBridge rules that match the event in the body
    PUT    /embedded-aws/hold/<Action>         makes every call of this action hang ...
    DELETE /embedded-aws/hold/<Action>         ... until this request, which refuses the calls that hang

Other modules add their own requests with `question`.
"""

import json
import os
import re
import time
from collections.abc import Callable
from io import BytesIO
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

import rights
from event_patterns import matching_rules
from referee.breaking import self_test

PREFIX = "/embedded-aws/"
# The user agent of hosts, load balancers and the like, whose calls no test looks at.
INSIDER = "embedded-aws-insider"
# Method, pattern of the path, function, and whether it is for tests only.
TABLE: list[tuple[str, str, Callable[..., Any], bool]] = []


def question(method: str, path: str, for_tests: bool = False):
    """Adds a request to the table. The function gets the groups of the path's pattern and, except for GET, the body as `body`.
    It returns what is sent as JSON, or raises LookupError for 404."""

    def add(answer: Callable[..., Any]) -> Callable[..., Any]:
        TABLE.append((method, path, answer, for_tests))
        return answer

    return add


class Questions:
    """WSGI middleware that answers these requests and passes all others on to AWS."""

    def __init__(self, aws, for_tests: bool):
        self.aws = aws
        self.for_tests = for_tests
        self.requests: list[dict] = []
        self.held: set[str] = set()
        self.lock = Lock()
        question("GET", "pid")(os.getpid)
        question("GET", "requests", for_tests=True)(lambda: self.requests)
        question("GET", "refereed", for_tests=True)(lambda: aws.record)
        question("GET", "self-test", for_tests=True)(lambda: self_test(list(aws.samples.values())))
        question("GET", "database-passwords")(database_passwords)
        question("POST", "matching-rules", for_tests=True)(lambda body: matching_rules(body))
        question("PUT", "hold/(.+)", for_tests=True)(lambda action, body: self.held.add(action) or "held")
        question("DELETE", "hold/(.+)", for_tests=True)(lambda action, body: self.held.discard(action) or "released")

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(PREFIX):
            return self.answer(environ, start_response)
        if not self.for_tests or INSIDER in environ.get("HTTP_USER_AGENT", ""):
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
        path = environ["PATH_INFO"].removeprefix(PREFIX)
        for method, pattern, answer, for_tests in TABLE:
            match = re.fullmatch(pattern, path)
            if not match or method != environ["REQUEST_METHOD"] or (for_tests and not self.for_tests):
                continue
            body = {} if method == "GET" else {"body": body_of(environ)}
            try:
                return reply(start_response, "200 OK", answer(*match.groups(), **body))
            except LookupError as error:
                return reply(start_response, "404 Not Found", str(error))
        return reply(start_response, "404 Not Found", f"no such question: {path}")


def body_of(environ):
    """The body of a request as JSON, or as text if it is not JSON."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    try:
        return json.loads(body)
    except ValueError:
        return body


def reply(start_response, status: str, answer):
    body = json.dumps(answer).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


# The parameters that name resources. Others may be secret, so they are not recorded.
NAMING = {
    "CertificateArn",
    "DashboardName",
    "KeyId",
    "Name",
    "Names",
    "OpenIDConnectProviderArn",
    "Path",
    "QueueUrl",
    "ResourceARN",
    "ResourceId",
    "RoleName",
    "Rule",
    "capacityProviderStrategy",
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
    "requiresCompatibilities",
    "resourceArn",
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
        "role": session.role_arn if (session := rights.sessions.get(caller)) else None,
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
