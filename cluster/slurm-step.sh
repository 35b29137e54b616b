#!/bin/bash
# Slurm: one job on several machines, with one worker on each. Submit it with: sbatch slurm-step.sh
#
# The workers share the shards out among themselves as they become free (--claim), so that a slow machine makes fewer of
# them. Without --claim each makes every N-th shard. Submit the same script again to resume.

# --- change ---
#SBATCH --nodes=4
#SBATCH --cpus-per-task=16
#SBATCH --time=24:00:00
list=/shared/laion.parquet
dataset=/shared/laion-256
options=(--url-col URL --caption-col TEXT --output-format webdataset --image-size 256)
# --- end ---

#SBATCH --job-name=img2shards
#SBATCH --ntasks-per-node=1
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=img2shards-%j.log
# The steps get SIGTERM two minutes before the time limit. The program's --grace is shorter than that.
#SBATCH --signal=TERM@120

set -u
program=${IMG2SHARDS:-img2shards}

# A worker that ends does not end the others, and each line of the log begins with the number of its worker.
srun --kill-on-bad-exit=0 --wait=0 --label \
    "$program" download --url-list "$list" --output-folder "$dataset" "${options[@]}" \
    --claim --world-size "${SLURM_NTASKS:-${SLURM_NNODES:?this runs under sbatch}}" --grace 60
code=$?

case $code in
    75 | 129 | 130 | 143) scontrol requeue "$SLURM_JOB_ID" ;;
esac
exit "$code"
