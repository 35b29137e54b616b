#!/bin/bash
# Google Dataproc: an initialization action that installs the wheel for Spark's Python on every machine.
#
# --- change ---
# Upload this file and the wheel to a bucket of yours, and create the cluster with both:
#
#   gcloud dataproc clusters create img2shards --region us-central1 --image-version 2.2-debian12 \
#       --worker-machine-type c3-standard-8 --num-workers 8 \
#       --initialization-actions gs://BUCKET/dataproc-init.sh \
#       --metadata img2shards-wheel=gs://BUCKET/img2shards-0.1.0-….whl \
#       --properties spark:spark.task.cpus=8,spark:spark.executor.cores=8
#
# One program uses all cores of a machine: give each task the cores of its executor (spark.task.cpus). The dataset must be
# where all machines write to it: on a file system that they share, for example Filestore, or in a store that speaks S3.
# --- end ---
set -euo pipefail

metadata=${METADATA_COMMAND:-/usr/share/google/get_metadata_value}
wheel=$("$metadata" attributes/img2shards-wheel)
# The Python that PySpark uses there.
python=${PYSPARK_PYTHON:-/opt/conda/default/bin/python}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# pip knows a wheel by its file's name.
gsutil -q cp "$wheel" "$folder/${wheel##*/}"
"$python" -m pip install --quiet --no-index "$folder/${wheel##*/}"
# In this order: if the wheel does not work here, the machine does not join the cluster.
"$python" -c 'import img2shards; print("img2shards", img2shards.version())'
