"""What moto looks up again for each request, looked up once."""

from functools import cache
from typing import Any


def apply() -> None:
    from moto import backends
    from moto.core import utils

    list_modules = backends.list_of_moto_modules
    backends.list_of_moto_modules = cache(lambda: tuple(list_modules()))
    utils.create_loader = cache(utils.create_loader)
    find_parameters_by_name()


def find_parameters_by_name() -> None:
    """moto goes through all parameters, also the thousands of AWS itself, which are in no list of AWS ("DescribeParameters", AWS
    Systems Manager API Reference: "parameters in your Amazon Web Services account"). The AWS provider asks for one by its name."""
    from moto.ssm.models import SimpleSystemManagerBackend as Backend

    describe = Backend.describe_parameters

    def names_in(parameter_filters: list[dict[str, Any]] | None) -> list[str] | None:
        for each in parameter_filters or []:
            if each["Key"] == "Name" and each.get("Option", "Equals") == "Equals":
                return each.get("Values")
        return None

    def describe_few(self, filters, parameter_filters):
        if filters:
            return describe(self, filters, parameter_filters)
        self._validate_parameter_filters(parameter_filters, by_path=False)
        names = names_in(parameter_filters) or [name for name in self._parameters if not name.startswith("/aws/")]
        found = [self._parameters[name][-1] for name in names if name in self._parameters]
        return [each for each in found if self._match_filters(each, parameter_filters)]

    Backend.describe_parameters = describe_few
