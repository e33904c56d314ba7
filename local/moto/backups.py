"""AWS Backup: vaults, plans and selections. moto has neither selections nor changes of a plan, and deletes everything at once.

What a plan does is in `backup_runs.py`, what a copy needs in `backup_copies.py`, and what a restore of a bucket needs in
`bucket_restores.py`.
"""

import json
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import backup_copies
import backup_runs
import bucket_restores

# The paths that moto's server does not know.
PATHS = (
    "backup-vaults/(?P<name>[^/]+)/recovery-points$",
    # The AWS CLI keeps the slash of AWS's model.
    "backup-vaults/(?P<name>[^/]+)/recovery-points/$",
    "backup-vaults/(?P<name>[^/]+)/recovery-points/(?P<recovery_point>[^/]+)$",
    "backup-jobs/$",
    *backup_copies.PATHS,
    *bucket_restores.PATHS,
)


def apply() -> None:
    from moto.backup import urls

    urls.url_paths |= {f"{{0}}/{path}": urls.BackupResponse.dispatch for path in PATHS}
    tags()
    vaults()
    recovery_points()
    plans()
    selections()
    backup_copies.apply()
    bucket_restores.apply()
    backup_runs.apply()


def error(name: str, text: str) -> Exception:
    from moto.core.exceptions import JsonRESTError

    return JsonRESTError(name, text)


def parts(response: Any) -> list[str]:
    """The path, without the slash at its end."""
    return [unquote(part) for part in response.path.strip("/").split("/")]


def tags() -> None:
    """moto expects a slash at the end of the path."""
    from moto.backup.responses import BackupResponse as Responses

    Responses.list_tags = lambda self: json.dumps({"Tags": self.backup_backend.list_tags(parts(self)[1])})


def vaults() -> None:
    """A vault has recovery points, and can be deleted when it has none ("DeleteBackupVault", AWS Backup API Reference)."""
    from moto.backup.models import BackupBackend, Vault
    from moto.backup.responses import BackupResponse as Responses

    initialize, delete, describe = Vault.__init__, BackupBackend.delete_backup_vault, Vault.to_list_dict

    def initialize_empty(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        self.points: list[dict[str, Any]] = []

    def delete_if_empty(self, backup_vault_name: str) -> None:
        if vault_of(self, backup_vault_name).points:
            raise error("InvalidRequestException", "Backup vault cannot be deleted because it contains recovery points.")
        delete(self, backup_vault_name)

    def describe_with_points(self) -> dict[str, Any]:
        self.num_of_recovery_points = len(self.points)
        return describe(self)

    def describe_backup_vault(self) -> str:
        return json.dumps(vault_of(self.backup_backend, parts(self)[1]).to_list_dict())

    Vault.__init__ = initialize_empty
    Vault.to_list_dict = describe_with_points
    BackupBackend.delete_backup_vault = delete_if_empty
    Responses.describe_backup_vault = describe_backup_vault


def recovery_points() -> None:
    """That of a database is a snapshot of RDS, which is deleted with it."""
    from moto.backup.responses import BackupResponse as Responses
    from moto.rds.models import rds_backends

    def list_recovery_points_by_backup_vault(self) -> str:
        points = vault_of(self.backup_backend, parts(self)[1]).points
        wanted = self.querystring.get("resourceType")
        return json.dumps({"RecoveryPoints": [each for each in points if not wanted or each["ResourceType"] in wanted]})

    def found(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        points, arn = vault_of(self.backup_backend, parts(self)[1]).points, parts(self)[3]
        for each in points:
            if each["RecoveryPointArn"] == arn:
                return points, each
        raise error("ResourceNotFoundException", f"Recovery point {arn} does not exist.")

    def describe_recovery_point(self) -> str:
        return json.dumps(found(self)[1])

    def delete_recovery_point(self) -> str:
        points, gone = found(self)
        points.remove(gone)
        snapshot = gone["RecoveryPointArn"].split(":snapshot:")[-1]
        rds_backends[self.current_account][self.region].database_snapshots.pop(snapshot, None)
        return "{}"

    def list_backup_jobs(self) -> str:
        """Each backup is a job that succeeded."""
        points = [each for vault in self.backup_backend.vaults.values() for each in vault.points]
        taken = [{**each, "State": each["Status"]} for each in points if "copyjob-" not in each["RecoveryPointArn"]]
        states = self.querystring.get("state")
        return json.dumps({"BackupJobs": [each for each in taken if not states or each["State"] in states]})

    for action in (list_backup_jobs, list_recovery_points_by_backup_vault, describe_recovery_point, delete_recovery_point):
        setattr(Responses, action.__name__, action)


def vault_of(backend: Any, name: str) -> Any:
    if name not in backend.vaults:
        raise error("ResourceNotFoundException", f"Backup vault {name} does not exist.")
    return backend.vaults[name]


def plans() -> None:
    """A plan names vaults that exist, gets a new version with each change, and is deleted after its selections."""
    from moto.backup.models import BackupBackend
    from moto.backup.responses import BackupResponse as Responses

    create, delete = BackupBackend.create_backup_plan, BackupBackend.delete_backup_plan

    def refuse_unknown_vaults(backend: Any, plan: dict[str, Any]) -> None:
        for rule in plan["Rules"]:
            vault_of(backend, rule["TargetBackupVaultName"])

    def create_with_vaults(self, backup_plan, *args, **kwargs):
        refuse_unknown_vaults(self, backup_plan)
        plan = create(self, backup_plan, *args, **kwargs)
        plan.selections = {}
        return plan

    def delete_without_selections(self, backup_plan_id: str):
        if plan_of(self, backup_plan_id).selections:
            text = "Related backup plan selections must be deleted prior to backup plan deletion."
            raise error("InvalidRequestException", text)
        deleted = delete(self, backup_plan_id)
        del self.plans[backup_plan_id]
        return deleted

    def update_backup_plan(self) -> str:
        plan, wanted = plan_of(self.backup_backend, parts(self)[2]), json.loads(self.body)["BackupPlan"]
        refuse_unknown_vaults(self.backup_backend, wanted)
        # Its defaults are those of a new plan.
        updated = type(plan)(wanted, plan.creator_request_id, self.backup_backend)
        plan.backup_plan, plan.version_id = updated.backup_plan, updated.version_id
        return json.dumps(plan.to_dict())

    BackupBackend.create_backup_plan = create_with_vaults
    BackupBackend.delete_backup_plan = delete_without_selections
    Responses.update_backup_plan = update_backup_plan


def plan_of(backend: Any, plan_id: str) -> Any:
    if plan_id not in backend.plans:
        raise error("ResourceNotFoundException", f"Cannot find Backup plan with ID {plan_id}")
    return backend.plans[plan_id]


def selections() -> None:
    from moto.backup.responses import BackupResponse as Responses
    from moto.core.utils import unix_time

    def create_backup_selection(self) -> str:
        plan, given = plan_of(self.backup_backend, parts(self)[2]), json.loads(self.body)
        selection = {
            "BackupPlanId": plan.backup_plan_id,
            "SelectionId": str(uuid4()),
            "CreationDate": unix_time(),
            "BackupSelection": given["BackupSelection"],
        }
        plan.selections[selection["SelectionId"]] = selection
        return json.dumps({key: value for key, value in selection.items() if key != "BackupSelection"})

    def found(self) -> tuple[dict[str, Any], str]:
        plan, selection = plan_of(self.backup_backend, parts(self)[2]), parts(self)[4]
        if selection not in plan.selections:
            # AWS has no other error for it.
            raise error("InvalidParameterValueException", f"Cannot find Backup selection with ID {selection}")
        return plan.selections, selection

    def get_backup_selection(self) -> str:
        held, selection = found(self)
        return json.dumps(held[selection])

    def delete_backup_selection(self) -> str:
        held, selection = found(self)
        del held[selection]
        return "{}"

    def list_backup_selections(self) -> str:
        listed = [
            {
                "SelectionId": each["SelectionId"],
                "SelectionName": each["BackupSelection"]["SelectionName"],
                "BackupPlanId": each["BackupPlanId"],
                "CreationDate": each["CreationDate"],
                "IamRoleArn": each["BackupSelection"]["IamRoleArn"],
            }
            for each in plan_of(self.backup_backend, parts(self)[2]).selections.values()
        ]
        return json.dumps({"BackupSelectionsList": listed})

    for action in (create_backup_selection, get_backup_selection, delete_backup_selection, list_backup_selections):
        setattr(Responses, action.__name__, action)
