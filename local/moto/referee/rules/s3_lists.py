"""What S3 refuses in the numbers of its lists and of its multipart uploads."""

from collections.abc import Iterator

from ..refusal import Refusal
from .table import rule

LARGEST = 2147483647


def negative(params: dict, names: dict[str, str]) -> Iterator[Refusal]:
    """`names` has the name that S3's message has for each parameter."""
    for name, argument in names.items():
        if params.get(name, 0) < 0:
            yield Refusal("InvalidArgument", f"Argument {argument} must be an integer between 0 and {LARGEST}")


@rule("s3", "ListObjects", "ListObjectsV2", "ListObjectVersions", source="Amazon S3 API Reference, ListObjectsV2")
def max_keys_is_not_negative(params, account):
    """max-keys: Sets the maximum number of keys returned in the response."""
    return negative(params, {"MaxKeys": "maxKeys"})


@rule("s3", "ListMultipartUploads", source="Amazon S3 API Reference, ListMultipartUploads")
def max_uploads_is_not_negative(params, account):
    """max-uploads: Sets the maximum number of multipart uploads, from 1 to 1,000, to return in the response body."""
    return negative(params, {"MaxUploads": "max-uploads"})


@rule("s3", "ListParts", source="Amazon S3 API Reference, ListParts")
def max_parts_is_not_negative(params, account):
    """max-parts: Sets the maximum number of parts to return. part-number-marker: the part after which listing begins."""
    return negative(params, {"MaxParts": "max-parts", "PartNumberMarker": "part-number-marker"})


@rule("s3", "UploadPart", "UploadPartCopy", source="Amazon S3 API Reference, UploadPart")
def part_number_is_1_to_10000(params, account):
    """Part numbers can be any number from 1 to 10,000, inclusive."""
    if not 1 <= params.get("PartNumber", 1) <= 10000:
        return Refusal("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")
