"""The embedded AWS: moto's server on the loopback interface, with corrections (see patches.py), and with a referee that
refuses what AWS refuses (see referee/)."""

import argparse
import os
import signal
import sys
from pathlib import Path

import background
from browsers import Browsers
from questions import Questions
from referee import PROFILES, Referee, fresh_account
from retries import Retries


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--for-tests", action="store_true", help="answer the requests for tests, and end when standard input is closed"
    )
    parser.add_argument("--pace", type=float, default=1, help="multiplies every waiting time of the model")
    parser.add_argument("--registry", type=Path, required=True, help="the folder with the blobs of images")
    parser.add_argument("--profile", choices=PROFILES, default="grown", help="the kind of account")
    return parser.parse_args()


def end_with_standard_input() -> None:
    """Ends this server together with the process that started it, even after SIGKILL."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os._exit(0)

    background.start(wait)


def main() -> None:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # Ctrl-C in the terminal is for the command that uses this server, not for the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if arguments.for_tests:
        end_with_standard_input()

    os.environ["MOTO_PORT"] = str(arguments.port)
    # The roles attach AWS managed policies.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    # "Lambda quotas", AWS Lambda Developer Guide: new accounts have reduced concurrency.
    os.environ["MOTO_LAMBDA_CONCURRENCY_QUOTA"] = "10" if arguments.profile == "fresh" else "1000"

    from moto.server import DomainDispatcherApplication, create_backend_app

    import alarms
    import backups
    import caches
    import copies
    import database_restores
    import dead_letters
    import ecs
    import event_patterns
    import events
    import functions
    import instance_refresh
    import keys
    import lambda_account_settings
    import mail
    import managed_scaling
    import metrics
    import once
    import orderable_databases
    import pace
    import patches
    import registry
    import rights
    import scale_in
    import schedules
    import service_linked_roles
    import service_quotas
    import shared_snapshots
    import zones

    pace.factor = arguments.pace
    patches.apply()
    once.apply()
    registry.apply(arguments.registry)
    ecs.apply()
    dead_letters.apply()
    event_patterns.apply()
    lambda_account_settings.apply()
    service_linked_roles.apply()
    service_quotas.apply(arguments.profile)
    orderable_databases.apply()
    database_restores.apply()
    caches.apply()
    keys.apply()
    functions.apply()
    mail.apply(arguments.profile)
    backups.apply()
    shared_snapshots.apply()
    events.apply()
    metrics.apply()
    alarms.apply()
    schedules.apply()
    instance_refresh.apply()
    managed_scaling.apply()
    scale_in.apply()
    zones.apply()
    rights.apply()
    if arguments.profile == "fresh":
        fresh_account.furnish()
    referee = Referee(rights.Rights(DomainDispatcherApplication(create_backend_app)), arguments.profile)
    questions = Questions(referee, for_tests=arguments.for_tests)
    application = Browsers(Retries(registry.Registry(questions, arguments.registry)))
    copies.serve(arguments.port, application)


if __name__ == "__main__":
    main()
