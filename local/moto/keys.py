"""Keys of KMS that are disabled or will be deleted, which moto goes on using.

Nothing is encrypted or decrypted with such a key ("Key states of AWS KMS keys", AWS KMS Developer Guide): no secret of SSM can be
read or written. A database that it encrypts stops, and has to be started once the key is enabled again ("Encrypting Amazon RDS
resources", Amazon RDS User Guide); AWS takes up to two hours to notice. Images and the messages of SNS are not checked.
"""

from typing import Any

RECOVERABLE = "inaccessible-encryption-credentials-recoverable"


def find_key(account: str, region: str, key_id: str | None) -> Any:
    """The key of an id, an ARN or an alias; None for a key of AWS itself, which is always enabled."""
    from moto.kms.exceptions import NotFoundException
    from moto.kms.models import kms_backends

    if not key_id or key_id.endswith("alias/aws/ssm"):
        return None
    try:
        return kms_backends[account][region].describe_key(key_id)
    except (KeyError, NotFoundException):
        return None


def why_unusable(key: Any) -> tuple[str, str] | None:
    """The code of the error, and AWS's text."""
    if key is None or key.key_state == "Enabled":
        return None
    if key.key_state == "PendingDeletion":
        return "KMSInvalidStateException", f"{key.arn} is pending deletion."
    return "DisabledException", f"{key.arn} is disabled."


def apply() -> None:
    refuse_to_encrypt()
    refuse_secrets()
    stop_databases()


def refuse_to_encrypt() -> None:
    from moto.core.exceptions import JsonRESTError
    from moto.kms.models import KmsBackend

    def require(key: Any) -> None:
        unusable = why_unusable(key)
        if unusable:
            raise JsonRESTError(*unusable)

    encrypt, decrypt = KmsBackend.encrypt, KmsBackend.decrypt

    def encrypt_with_enabled(self, key_id, *args, **kwargs):
        require(find_key(self.account_id, self.region_name, key_id))
        return encrypt(self, key_id, *args, **kwargs)

    def decrypt_with_enabled(self, *args, **kwargs):
        plaintext, arn = decrypt(self, *args, **kwargs)
        require(find_key(self.account_id, self.region_name, arn))
        return plaintext, arn

    enable = KmsBackend.enable_key

    def enable_if_kept(self, key_id):
        key = find_key(self.account_id, self.region_name, key_id)
        if key and key.key_state == "PendingDeletion":
            require(key)
        return enable(self, key_id)

    KmsBackend.enable_key = enable_if_kept
    KmsBackend.encrypt = encrypt_with_enabled
    KmsBackend.decrypt = decrypt_with_enabled


def refuse_secrets() -> None:
    from moto.core.exceptions import JsonRESTError
    from moto.ssm.models import Parameter, SimpleSystemManagerBackend

    response_object = Parameter.response_object
    put_parameter = SimpleSystemManagerBackend.put_parameter

    def require(account: str, region: str, key_id: str | None) -> None:
        unusable = why_unusable(find_key(account, region, key_id))
        if unusable:
            code, message = unusable
            details = f"Service: AWSKMS; Status Code: 400; Error Code: {code}; Request ID: {'0' * 8}; Proxy: null"
            raise JsonRESTError("InvalidKeyId", f"{message} ({details})")

    def of_enabled_key(self, decrypt: bool = False, region: str | None = None):
        if decrypt and self.parameter_type == "SecureString":
            require(self.account_id, region or "", self.keyid)
        return response_object(self, decrypt, region)

    def put_with_enabled_key(self, name, description, value, parameter_type, allowed_pattern, keyid, *args, **kwargs):
        if parameter_type == "SecureString":
            require(self.account_id, self.region_name, keyid)
        return put_parameter(
            self, name, description, value, parameter_type, allowed_pattern, keyid, *args, **kwargs
        )

    Parameter.response_object = of_enabled_key
    SimpleSystemManagerBackend.put_parameter = put_with_enabled_key


def stop_databases() -> None:
    from moto.rds.exceptions import KMSKeyNotAccessibleFault
    from moto.rds.models import DBInstance, RDSBackend

    status = DBInstance.status
    start = RDSBackend.start_db_instance

    def unusable(instance: Any) -> bool:
        return why_unusable(find_key(instance.account_id, instance.region, instance.kms_key_id)) is not None

    def status_with_key(self):
        if status.fget(self) == "available" and self.storage_encrypted and unusable(self):
            self.status = RECOVERABLE
        return status.fget(self)

    def start_with_key(self, db_instance_identifier):
        instance = self.describe_db_instances(db_instance_identifier)[0]
        if instance.status == RECOVERABLE:
            if unusable(instance):
                raise KMSKeyNotAccessibleFault(instance.kms_key_id)
            instance.status = "stopped"
        return start(self, db_instance_identifier)

    DBInstance.status = property(status_with_key, status.fset)
    RDSBackend.start_db_instance = start_with_key
