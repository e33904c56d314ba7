"""The embedded AWS: moto's server on the loopback interface, with corrections (see patches.py), and with a referee that
refuses what AWS refuses (see referee/)."""

import argparse
import os
import signal
import sys
from threading import Thread

from questions import Questions
from referee import PROFILES, Referee, fresh_account
from retries import Retries

LOOPBACK = "127.0.0.1"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--for-tests", action="store_true", help="answer the requests for tests, and end when standard input is closed"
    )
    parser.add_argument("--profile", choices=PROFILES, default="grown", help="the kind of account")
    return parser.parse_args()


def end_with_standard_input() -> None:
    """Ends this server together with the process that started it, even after SIGKILL."""

    def wait() -> None:
        sys.stdin.read()
        os._exit(0)

    Thread(target=wait, daemon=True).start()


def main() -> None:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # Ctrl-C in the terminal is for the command that uses this server, not for the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if arguments.for_tests:
        end_with_standard_input()

    os.environ["MOTO_PORT"] = str(arguments.port)
    # The roles attach AWS managed policies. An ECS service counts as running its one task.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    os.environ["MOTO_ECS_SERVICE_RUNNING"] = "1"
    # "Lambda quotas", AWS Lambda Developer Guide: new accounts have reduced concurrency.
    os.environ["MOTO_LAMBDA_CONCURRENCY_QUOTA"] = "10" if arguments.profile == "fresh" else "1000"

    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import run_simple

    import dead_letters
    import event_patterns
    import lambda_account_settings
    import patches
    import rollouts
    import service_linked_roles

    patches.apply()
    rollouts.apply()
    dead_letters.apply()
    event_patterns.apply()
    lambda_account_settings.apply()
    service_linked_roles.apply()
    if arguments.profile == "fresh":
        fresh_account.furnish()
    referee = Referee(DomainDispatcherApplication(create_backend_app), arguments.profile)
    application = Retries(Questions(referee, for_tests=arguments.for_tests))
    run_simple(LOOPBACK, arguments.port, application, threaded=True)


if __name__ == "__main__":
    main()
