#!/bin/bash
# Slurm: one job on several machines, with one worker on each. Submit it with: sbatch slurm-step.sh
#
# The workers take shards as they become free (--claim), so that a slow machine makes fewer of them. Without --claim each
# step makes every N-th shard. A job that is stopped (time limit, preemption) or should be tried again (exit code 75) is
# put back into the queue, and resumes. Submit the same script again to resume, on any number of machines: finished shards
# stay.

# sbatch reads its options up to the first command: all of them stand before it.
# --- change ---
#SBATCH --nodes=4
#SBATCH --cpus-per-task=16
#SBATCH --time=24:00:00
# --- end ---
#SBATCH --job-name=img2shards
#SBATCH --ntasks-per-node=1
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=img2shards-%j.log
# The steps get SIGTERM two minutes before the time limit. The program's --grace is shorter than that.
#SBATCH --signal=TERM@120

# --- change ---
list=/shared/laion.parquet
dataset=/shared/laion-256
options=(--url-col URL --caption-col TEXT --output-format webdataset --image-size 256)
# --- end ---

set -u
# "img2shards" on the PATH of every machine, or its path.
program=${IMG2SHARDS:-img2shards}

# Slurm's variables say how many steps there are: the limits for a host are divided among them. A worker that ends does
# not end the others, and each line of the log begins with the number of its worker.
srun --kill-on-bad-exit=0 --wait=0 --label \
    "$program" download --url-list "$list" --output-folder "$dataset" "${options[@]}" --claim --grace 60
code=$?

case $code in
    # 75: to be started again. 129, 130, 143: stopped by a signal.
    75 | 129 | 130 | 143) scontrol requeue "$SLURM_JOB_ID" ;;
esac
exit "$code"
