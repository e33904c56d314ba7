"""Corrections of moto 5.2.1. Without them a second `terraform plan` would not be empty.

Each function changes one class of moto, mostly so that it stores and returns all options. Attributes have the names of the
fields in AWS's API in snake case: that is how moto's serializer finds them.
"""

from . import data, hosts, network, queues


def apply() -> None:
    for patch in (*hosts.PATCHES, *network.PATCHES, *data.PATCHES, *queues.PATCHES):
        patch()
