"""Runs Lambda functions: the uploaded zip in a Node.js process of this machine, with the credentials of the function's
role.

It differs from AWS: a function has one instance, so its invocations wait for each other; the runtime is the Node.js on
the PATH, whatever version the function names; memory is not limited; between invocations the process is not frozen.
Functions in other languages fail. Dead-letter queues get the events that failed, destinations get nothing. The time
limit is real time, the delays before retries are multiplied by the pace.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
import zipfile
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from queue import Empty, Queue
from threading import RLock, Thread, Timer
from typing import Any
from uuid import uuid4

import pace
import sessions
from rights import role_may
from rights.policies import Ask

RUNNER = Path(__file__).with_name("function-runner.mjs")
KEPT_SECONDS = 300
Ended = dict[str, Any]


class Instance:
    """A process with the function loaded. Its output is a queue of JSON documents, None at its end."""

    def __init__(self, function: Any) -> None:
        now = time.gmtime()
        self.version = version_of(function)
        self.stream = f"{time.strftime('%Y/%m/%d', now)}/[$LATEST]{uuid4().hex}"
        environment = environment_of(function, self.stream)
        self.folder = tempfile.mkdtemp(prefix="function-")
        zipfile.ZipFile(BytesIO(function.code_bytes)).extractall(self.folder)
        self.process = subprocess.Popen(
            [shutil.which("node") or "node", RUNNER, self.folder, function.handler],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        self.output: Queue[Ended | None] = Queue()
        Thread(target=self.read, daemon=True).start()
        self.timer: Timer | None = None

    def read(self) -> None:
        for line in self.process.stdout or []:
            self.output.put(json.loads(line))
        self.output.put(None)

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, question: dict[str, Any], seconds: float, log: Callable[[str], None]) -> Ended:
        request_id, end = question["context"]["awsRequestId"], time.monotonic() + seconds
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            while (message := self.output.get(timeout=max(0, end - time.monotonic()))) is not None:
                if "log" not in message:
                    return message
                log(message["log"])
        except Empty:
            self.process.kill()
            self.stop()
            text = f"Task timed out after {seconds:.2f} seconds"
            log(f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime())}Z {request_id} {text}")
            return failed("Sandbox.Timedout", f"RequestId: {request_id} Error: {text}")
        except BrokenPipeError:
            pass
        code = self.process.wait()
        return failed(
            "Runtime.ExitError", f"RequestId: {request_id} Error: Runtime exited with error: exit status {code}"
        )

    def keep(self, lock: RLock) -> None:
        """Ends it when no invocation has come for a while."""

        def end() -> None:
            with lock:
                self.stop()

        self.timer = Timer(KEPT_SECONDS, end)
        self.timer.daemon = True
        self.timer.start()

    def stop(self) -> None:
        if self.timer:
            self.timer.cancel()
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def failed(kind: str, message: str) -> Ended:
    return {"error": {"errorType": kind, "errorMessage": message}}


def version_of(function: Any) -> str:
    parts = (function.code_sha_256, function.handler, function.role, function.environment_vars, function.memory_size)
    return json.dumps(parts)


def environment_of(function: Any, stream: str) -> dict[str, str]:
    """"Defined runtime environment variables", AWS Lambda Developer Guide."""
    session = sessions.assume(function.role, function.function_name, "lambda.amazonaws.com")
    inherited = ("PATH", "NODE_EXTRA_CA_CERTS")
    return {
        **{name: os.environ[name] for name in inherited if name in os.environ},
        **function.environment_vars,
        "AWS_ACCESS_KEY_ID": session.access_key_id,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": sessions.endpoint(),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_REGION": function.region,
        "AWS_SECRET_ACCESS_KEY": session.secret_access_key,
        "AWS_SESSION_TOKEN": session.session_token,
        "LAMBDA_TASK_ROOT": "/var/task",
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    }


instances: dict[str, Instance] = {}
locks: dict[str, RLock] = {}


def invoke(function: Any, event: Any) -> tuple[Ended, list[str]]:
    """:return: the result or the error, and the lines that the invocation logged"""
    arn = function.function_arn
    if not function.run_time.startswith("nodejs"):
        return failed("Runtime.InvalidRuntime", f"The embedded AWS has no runtime {function.run_time}."), []
    lock = locks.setdefault(arn, RLock())
    with lock:
        instance = instances.get(arn)
        if instance is None or not instance.is_alive or instance.version != version_of(function):
            if instance:
                instance.stop()
            try:
                instance = instances[arn] = Instance(function)
            except PermissionError as error:
                return failed("AccessDeniedException", str(error)), []
        elif instance.timer:
            instance.timer.cancel()
        ended = invoke_in(instance, function, event)
        instance.keep(lock)
        return ended


def invoke_in(instance: Instance, function: Any, event: Any) -> tuple[Ended, list[str]]:
    request_id, lines = str(uuid4()), []
    seconds, began = float(function.timeout), time.time()
    context = {
        "awsRequestId": request_id,
        "functionName": function.function_name,
        "functionVersion": "$LATEST",
        "invokedFunctionArn": function.function_arn,
        "logGroupName": function.logs_group_name,
        "logStreamName": instance.stream,
        "memoryLimitInMB": str(function.memory_size),
    }
    lines.append(f"START RequestId: {request_id} Version: $LATEST")
    question = {"event": event, "context": context, "deadline": (began + seconds) * 1_000}
    ended = instance.ask(question, seconds, lines.append)
    took = (time.time() - began) * 1_000
    report = (
        f"REPORT RequestId: {request_id}",
        f"Duration: {took:.2f} ms",
        f"Billed Duration: {int(took) + 1} ms",
        f"Memory Size: {function.memory_size} MB",
        f"Max Memory Used: {ended.get('memory', function.memory_size)} MB",
    )
    lines += [f"END RequestId: {request_id}", "\t".join(report)]
    write_log(function, instance.stream, lines)
    return ended, lines


def write_log(function: Any, stream: str, lines: list[str]) -> None:
    """Lambda logs with the rights of the function's role. If they or the log group are missing, nothing is logged."""
    group, backend = function.logs_group_name, function.logs_backend
    resource = f"arn:aws:logs:{function.region}:{function.account_id}:log-group:{group}:log-stream:{stream}"
    rights = [role_may(function.role, Ask(f"logs:{each}", resource)) for each in ("CreateLogStream", "PutLogEvents")]
    if group not in backend.groups or not all(rights):
        return
    if stream not in backend.groups[group].streams:
        backend.create_log_stream(group, stream)
    now = int(time.time() * 1_000)
    backend.put_log_events(group, stream, [{"timestamp": now, "message": f"{line}\n"} for line in lines])


def invoke_later(function: Any, event: Any, ended: Callable[[str], None] = lambda _: None) -> None:
    """An asynchronous invocation, with the function's retries and what it does with events that used them up."""

    def run() -> None:
        configs = function.event_invoke_config
        config = configs[-1].config if configs else {}
        oldest = pace.now() + config.get("MaximumEventAgeInSeconds", 21_600)
        error: Ended = {}
        for attempt in range(config.get("MaximumRetryAttempts", 2) + 1):
            # "How Lambda handles errors and retries with asynchronous invocation", AWS Lambda Developer Guide.
            pace.wait(60 * attempt)
            if pace.now() > oldest:
                break
            error = invoke(function, event)[0].get("error", {})
            if not error:
                return ended("invoked")
        ended(give_up(function, event, error))

    Thread(target=run, daemon=True).start()


def give_up(function: Any, event: Any, error: Ended) -> str:
    """Sends the event to the dead-letter queue."""
    queue = (function.dead_letter_config or {}).get("TargetArn", "")
    if not role_may_send(function, queue):
        return "failed, kept in no queue"
    attributes = {"RequestID": str(uuid4()), "ErrorCode": "200", "ErrorMessage": error.get("errorMessage", "")}
    return f"failed, kept in {send(queue, json.dumps(event), attributes)}"


def role_may_send(function: Any, queue: str) -> bool:
    return ":sqs:" in queue and role_may(function.role, Ask("sqs:SendMessage", queue))


def send(queue_arn: str, body: str, attributes: dict[str, str]) -> str:
    """:return: the name of the queue"""
    from moto.sqs.models import sqs_backends

    *_, region, account, name = queue_arn.split(":")
    given = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items() if value}
    sqs_backends[account][region].send_message(name, body, message_attributes=given)
    return name


def apply() -> None:
    from moto.awslambda.models import LambdaFunction

    def answer(self, body, request_headers, response_headers):
        kind = request_headers.get("X-Amz-Invocation-Type", "RequestResponse")
        event = json.loads(body or "{}")
        if kind == "Event":
            invoke_later(self, event)
        if kind != "RequestResponse":
            return ""
        ended, lines = invoke(self, event)
        response_headers["X-Amz-Executed-Version"] = "$LATEST"
        response_headers["x-amz-log-result"] = b64encode("\n".join(lines).encode()[-4_096:]).decode()
        if "error" in ended:
            response_headers["x-amz-function-error"] = "Unhandled"
        return json.dumps(ended.get("error", ended.get("result"))).encode()

    LambdaFunction.invoke = answer
