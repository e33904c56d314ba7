from twins import Request

RULE = {"AllowedOrigins": ["https://www.example.com"], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"]}

CORS = Request("s3", "PutBucketCors", {"Bucket": "app-files", "CORSConfiguration": {"CORSRules": [RULE]}})
CORS.twin("cors_methods_are_those_of_s3", {"CORSConfiguration.CORSRules.0.AllowedMethods": ["OPTIONS"]})
CORS.twin(
    "cors_origins_and_headers_have_one_wildcard",
    {"CORSConfiguration.CORSRules.0.AllowedOrigins": ["https://*.*.example.com"]},
    given={"CORSConfiguration.CORSRules.0.AllowedOrigins": ["https://*.example.com"]},
)
CORS.twin(
    "cors_origins_and_headers_have_one_wildcard",
    {"CORSConfiguration.CORSRules.0.AllowedHeaders": ["x-*-*"]},
    given={"CORSConfiguration.CORSRules.0.AllowedHeaders": ["x-*"]},
)
CORS.twin(
    "cors_has_at_most_100_rules",
    {"CORSConfiguration.CORSRules": [RULE] * 101},
    given={"CORSConfiguration.CORSRules": [RULE] * 100},
)
