#!/bin/bash
# A sweep on a cluster with Slurm: submits an array of shards, waits for all of them, merges.
#
#     configs/slurm_sweep.sh CONFIG OUTPUT SHARDS [SBATCH OPTION...]
#     configs/slurm_sweep.sh configs/saltelli_ten.cfg ten.h5 40 --cpus-per-task=4 --time=02:00:00
#
# A shard that is killed, requeued or runs out of time goes on where it was: every start of it resumes.  Run the same
# command again after a failure: what is finished is kept.  WAICO names the program, else it is sought in PATH.
set -euo pipefail

if [ $# -lt 3 ]; then
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
config=$1 output=$2 shards=$3
shift 3
waico=$(command -v "${WAICO:-waico}")

job=$(sbatch --parsable --requeue --open-mode=append --job-name="waico-$(basename "$output" .h5)" \
    --array="0-$((shards - 1))" --output="$output.shard-%a.log" "$@" <<SHARD
#!/bin/bash
exec "$waico" sweep "$config" -o "$output" --shard "\$SLURM_ARRAY_TASK_ID/$shards" --resume \\
    -j "\${SLURM_CPUS_PER_TASK:-1}" --progress never
SHARD
)
job=${job%%;*}
echo "array $job with $shards shards"

# Waits until no shard is queued, running or about to be requeued.
while squeue --noheader --jobs="$job" --states=all --format=%T 2>/dev/null |
    grep -qvE '^(COMPLETED|FAILED|CANCELLED|TIMEOUT|OUT_OF_MEMORY|DEADLINE|BOOT_FAIL)$'; do
    sleep "${WAICO_POLL_SECONDS:-10}"
done

folders=()
for ((i = 0; i < shards; i++)); do
    folders+=("$output.shard-$i-of-$shards")
done
"$waico" merge "$output" "${folders[@]}"
echo "the shards can go now: rm -r $output.shard-*-of-$shards"
