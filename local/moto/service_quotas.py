"""Service quotas of EC2, VPC and RDS. moto has AWS's defaults for VPC only, and not GetAWSDefaultServiceQuota."""

# AWS's defaults ("Amazon EC2 instance type quotas", "Elastic IP addresses", "Amazon VPC quotas", "Quotas and constraints for
# Amazon RDS"), which a new account has, and those of an account that has asked for more.
QUOTAS = {
    "ec2": {
        "L-1216C47A": ("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5, 256),
        "L-34B43A08": ("All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 5, 256),
        "L-0263D0A3": ("EC2-VPC Elastic IPs", 5, 20),
    },
    "vpc": {"L-F678F1CE": ("VPCs per Region", 5, 20)},
    "rds": {"L-7B6409FD": ("DB instances", 40, 40)},
}


def apply(profile: str) -> None:
    import json

    from moto.servicequotas.exceptions import NoSuchResource
    from moto.servicequotas.models import ServiceQuotasBackend as Backend
    from moto.servicequotas.responses import ServiceQuotasResponse as Responses

    def quota(service_code: str, quota_code: str, applied: bool) -> dict:
        if quota_code not in QUOTAS.get(service_code, {}):
            raise NoSuchResource
        name, default, raised = QUOTAS[service_code][quota_code]
        value = raised if applied and profile == "grown" else default
        return {
            "ServiceCode": service_code,
            "QuotaCode": quota_code,
            "QuotaName": name,
            "Value": float(value),
            "Unit": "None",
            "Adjustable": True,
            "GlobalQuota": False,
        }

    def get_aws_default_service_quota(self):
        asked = json.loads(self.body)
        return json.dumps({"Quota": quota(asked["ServiceCode"], asked["QuotaCode"], applied=False)})

    Backend.get_service_quota = lambda self, service_code, quota_code: quota(service_code, quota_code, applied=True)
    Responses.get_aws_default_service_quota = get_aws_default_service_quota
