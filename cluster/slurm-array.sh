#!/bin/bash
# Slurm: an array with one worker of the dataset in each task. Submit it with: sbatch slurm-array.sh
#
# The workers take shards as they become free (--claim), so that a slow machine makes fewer of them, and tasks that start
# late or not at all leave their work to the others. Without --claim each task makes every N-th shard. A task that is
# stopped (time limit, preemption) or should be tried again (exit code 75) is put back into the queue, and resumes.
# Submit the same script again to resume, with any number of tasks: finished shards stay.

# sbatch reads its options up to the first command: all of them stand before it.
# --- change ---
#SBATCH --array=0-7
#SBATCH --cpus-per-task=16
#SBATCH --time=24:00:00
# --- end ---
#SBATCH --job-name=img2shards
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=img2shards-%A-%a.log
# The script gets SIGTERM two minutes before the time limit. The program's --grace is shorter than that.
#SBATCH --signal=B:TERM@120

# --- change ---
list=/shared/laion.parquet
dataset=/shared/laion-256
options=(--url-col URL --caption-col TEXT --output-format webdataset --image-size 256)
# --- end ---

set -u
# "img2shards" on the PATH of every machine, or its path.
program=${IMG2SHARDS:-img2shards}

# Slurm's variables say how many tasks there are: the limits for a host are divided among them.
"$program" download --url-list "$list" --output-folder "$dataset" "${options[@]}" --claim --grace 60 &
worker=$!
trap 'kill -TERM "$worker" 2>/dev/null' TERM INT

# `wait` ends when a signal comes; then the worker is still finishing its transfers.
while true; do
    wait "$worker"
    code=$?
    kill -0 "$worker" 2>/dev/null || break
done

case $code in
    # 75: to be started again. 129, 130, 143: stopped by a signal.
    75 | 129 | 130 | 143)
        # Slurm ends a job that is put back, so this is the last command.
        scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
        ;;
esac
exit "$code"
