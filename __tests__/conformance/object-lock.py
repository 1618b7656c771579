"""Makes a bucket as Terraform JSON declares it in moto's S3, writes to it as a backup product does, and tries to delete.

Reads {"bucket", "region", "object_lock", "versioning", "default_retention", "lock_objects"} from a file, prints what
became of each attempt as JSON: "done", or the code of the refusal.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

with open(sys.argv[1], encoding="utf8") as file:
    wanted = json.load(file)

attempts = {}


def attempt(name, call, **arguments):
    try:
        call(**arguments)
        attempts[name] = "done"
    except ClientError as error:
        attempts[name] = error.response["Error"]["Code"]


with mock_aws():
    s3 = boto3.client(
        "s3", region_name=wanted["region"], aws_access_key_id="testing", aws_secret_access_key="testing"
    )
    bucket = wanted["bucket"]
    s3.create_bucket(
        Bucket=bucket,
        CreateBucketConfiguration={"LocationConstraint": wanted["region"]},
        ObjectLockEnabledForBucket=wanted["object_lock"],
    )
    if wanted["versioning"]:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": wanted["versioning"]})
    if wanted["default_retention"]:
        s3.put_object_lock_configuration(
            Bucket=bucket,
            ObjectLockConfiguration={
                "ObjectLockEnabled": "Enabled",
                "Rule": {
                    "DefaultRetention": {
                        "Mode": wanted["default_retention"]["mode"],
                        "Days": wanted["default_retention"]["days"],
                    }
                },
            },
        )
    until = datetime.now(timezone.utc) + timedelta(days=30)
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until} if wanted["lock_objects"] else {}
    version = s3.put_object(Bucket=bucket, Key="block", Body=b"mail", **lock).get("VersionId")
    named = {"Bucket": bucket, "Key": "block", **({} if version is None else {"VersionId": version})}
    # An overwrite and a deletion without a version hide the object; its version stays.
    attempt("overwrites", s3.put_object, Bucket=bucket, Key="block", Body=b"encrypted", **lock)
    attempt("hides", s3.delete_object, Bucket=bucket, Key="block")
    try:
        attempts["still reads"] = s3.get_object(**named)["Body"].read().decode()
    except ClientError as error:
        attempts["still reads"] = error.response["Error"]["Code"]
    attempt("deletes", s3.delete_object, **named)
    attempt("deletes and asks to pass the lock", s3.delete_object, **named, BypassGovernanceRetention=True)

print(json.dumps(attempts))
