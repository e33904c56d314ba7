"""Corrections of databases, keys and buckets."""


def mark_database_parameters_of_the_user() -> None:
    """RDS marks the parameters that its user has set. The AWS provider ignores all others."""
    from moto.rds.models import DBParameterGroup

    update_parameters = DBParameterGroup.update_parameters

    def update_and_mark(self, new_parameters):
        update_parameters(self, [{**parameter, "Source": "user"} for parameter in new_parameters])

    DBParameterGroup.update_parameters = update_and_mark


def remember_database_options() -> None:
    """Stores the lifecycle support: whether RDS upgrades an engine after its standard support, or charges extended support.
    A new database has RDS's default certificate authority ("Using SSL/TLS to encrypt a connection to a DB instance or cluster",
    Amazon RDS User Guide). With that of moto the AWS provider modifies it at once, and waits a second time."""
    from moto.rds.models import DBInstance

    initialize = DBInstance.__init__

    def initialize_and_remember(self, *args, **kwargs):
        authority = kwargs.get("ca_certificate_identifier") or "rds-ca-rsa2048-g1"
        initialize(self, *args, **{**kwargs, "ca_certificate_identifier": authority})
        self.engine_lifecycle_support = kwargs.get("engine_lifecycle_support", "open-source-rds-extended-support")

    DBInstance.__init__ = initialize_and_remember


def remember_key_rotation_period() -> None:
    """The rotation period of a KMS key in days, 365 by default. moto stores only whether rotation is enabled."""
    import json

    from moto.kms.responses import KmsResponse as Responses

    enable_key_rotation = Responses.enable_key_rotation
    get_key_rotation_status = Responses.get_key_rotation_status

    def key_of(response):
        return response.kms_backend.describe_key(response._get_param("KeyId"))

    def enable_and_remember(self):
        answer = enable_key_rotation(self)
        key_of(self).rotation_period_in_days = self._get_param("RotationPeriodInDays") or 365
        return answer

    def status_with_period(self):
        status = json.loads(get_key_rotation_status(self))
        period = getattr(key_of(self), "rotation_period_in_days", None)
        return json.dumps({**status, **({"RotationPeriodInDays": period} if period else {})})

    Responses.enable_key_rotation = enable_and_remember
    Responses.get_key_rotation_status = status_with_period


def leave_conditional_bucket_statements_alone() -> None:
    """moto denies a request if it cannot check the condition of a statement, so the usual "TLS only" statement would deny
    everything. On the loopback interface every connection counts as secure."""
    import json

    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        policy = json.loads(self.policy)
        unconditional = [each for each in policy["Statement"] if "Condition" not in each]
        return IAMPolicy(json.dumps({"Statement": unconditional})).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def refuse_foreign_buckets() -> None:
    """S3 answers 403 if the bucket does not belong to the account that the caller expects. moto does not check it."""
    from moto.s3.responses import S3Response

    head_bucket = S3Response.head_bucket

    def head_bucket_of_expected_owner(self):
        answer = head_bucket(self)
        expected = self.headers.get("x-amz-expected-bucket-owner")
        if answer[0] == 200 and expected and self.backend.head_bucket(self.bucket_name).account_id != expected:
            return 403, {}, ""
        return answer

    S3Response.head_bucket = head_bucket_of_expected_owner


PATCHES = (
    mark_database_parameters_of_the_user,
    remember_database_options,
    remember_key_rotation_period,
    leave_conditional_bucket_statements_alone,
    refuse_foreign_buckets,
)
