from twins import Request

OBJECTS = Request("s3", "ListObjectsV2", {"Bucket": "app-assets", "MaxKeys": 0})
OBJECTS.twin("max_keys_is_not_negative", {"MaxKeys": -1})

UPLOADS = Request("s3", "ListMultipartUploads", {"Bucket": "app-assets", "MaxUploads": 1000})
UPLOADS.twin("max_uploads_is_not_negative", {"MaxUploads": -1})

PARTS = Request("s3", "ListParts", {"Bucket": "app-assets", "Key": "a", "UploadId": "1", "MaxParts": 1000})
PARTS.twin("max_parts_is_not_negative", {"MaxParts": -1})
PARTS.twin("max_parts_is_not_negative", {"PartNumberMarker": -1}, given={"PartNumberMarker": 0})

PART = Request("s3", "UploadPart", {"Bucket": "app-assets", "Key": "a", "UploadId": "1", "PartNumber": 10000})
PART.twin("part_number_is_1_to_10000", {"PartNumber": 0})
PART.twin("part_number_is_1_to_10000", {"PartNumber": 10001})
