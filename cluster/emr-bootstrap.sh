#!/bin/bash
# Amazon EMR: a bootstrap action that installs the wheel for Spark's Python on every machine.
#
# --- change ---
# Upload this file and the wheel to a bucket of yours, and create the cluster with both:
#
#   aws emr create-cluster --release-label emr-7.5.0 --applications Name=Spark --use-default-roles \
#       --instance-type c6i.4xlarge --instance-count 9 \
#       --bootstrap-actions Path=s3://BUCKET/emr-bootstrap.sh,Args=[s3://BUCKET/img2shards-0.1.0-….whl] \
#       --configurations '[{"Classification": "spark-defaults", "Properties": {"spark.task.cpus": "16",
#                           "spark.executor.cores": "16", "spark.dynamicAllocation.enabled": "false"}}]'
#
# One program uses all cores of a machine: give each task the cores of its executor (spark.task.cpus). The dataset must be
# where all machines write to it: in S3 (s3://BUCKET/laion-256), or on EFS or FSx for Lustre.
# --- end ---
set -euo pipefail

wheel=${1:?the wheel in S3 is the first argument, s3://BUCKET/img2shards-….whl}
python=${2:-python3}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# pip knows a wheel by its file's name.
aws s3 cp --only-show-errors "$wheel" "$folder/${wheel##*/}"
sudo "$python" -m pip install --quiet --no-index "$folder/${wheel##*/}"
# In this order: if the wheel does not work here, the machine does not join the cluster.
"$python" -c 'import img2shards; print("img2shards", img2shards.version())'
