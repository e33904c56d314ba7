"""The classes that RDS offers for MySQL. moto has those of two other engines only."""

import re

# "Supported DB engines for DB instance classes", Amazon RDS User Guide: the families with MySQL 8.4 and gp3 storage.
FAMILIES = re.compile(r"db\.(t3|t4g|[mr](5|5d|6i|6id|6g|6gd|7i|7g|8g))\.\w+")
# "MySQL on Amazon RDS versions", Amazon RDS User Guide.
VERSIONS = ("8.4.3", "8.4.4", "8.4.5", "8.4.6", "8.4.7", "8.4.8")
STORAGE_TYPES = ("gp2", "gp3", "io1", "io2")


def options(instance_class: str, zones: list[str]) -> list[dict]:
    if not FAMILIES.fullmatch(instance_class):
        return []
    return [
        {
            "Engine": "mysql",
            "EngineVersion": version,
            "DBInstanceClass": instance_class,
            "LicenseModel": "general-public-license",
            "AvailabilityZones": [{"Name": zone} for zone in zones],
            "MultiAZCapable": True,
            "Vpc": True,
            "StorageType": storage_type,
        }
        for version in VERSIONS
        for storage_type in STORAGE_TYPES
    ]


def apply() -> None:
    from moto.core.responses import PaginatedResult
    from moto.ec2.models import ec2_backends
    from moto.rds.responses import RDSResponse as Responses

    describe = Responses.describe_orderable_db_instance_options

    def describe_those_of_mysql(self):
        if self.params.get("Engine") != "mysql":
            return describe(self)
        zones = ec2_backends[self.current_account][self.region].describe_availability_zones()
        found = options(self.params["DBInstanceClass"], [zone.name for zone in zones])
        return PaginatedResult({"OrderableDBInstanceOptions": found})

    Responses.describe_orderable_db_instance_options = describe_those_of_mysql
