#!/bin/bash
# A sweep as an array of a real Slurm (controller and daemon on this machine): four shards on two cores, one of them
# killed and requeued; what is merged is byte for byte what one machine makes.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export WAICO=${WAICO:-$root/build/waico}
python=${WAICO_PYTHON:-python3}

for program in slurmctld slurmd sbatch munged; do
    if ! PATH=$PATH:/usr/sbin command -v $program >/dev/null; then
        echo "ok: skipped, $program is not installed (Debian: slurm-wlm)"
        exit 0
    fi
done
if [ "$(id -u)" -ne 0 ]; then
    echo "ok: skipped, a Slurm of one's own needs root"
    exit 0
fi
PATH=$PATH:/usr/sbin

work=$(mktemp -d /tmp/waico-slurm.XXXXXX)
chmod 755 "$work"
pids=()
stop() {
    set +e
    [ -n "${job:-}" ] && scancel "$job" 2>/dev/null
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
    sleep 1
    for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
    rm -rf "$work"
}
trap stop EXIT

# ---- the cluster ----

mkdir "$work/munge" "$work/state" "$work/spool"
head -c 128 /dev/urandom >"$work/munge/key"
chown -R munge: "$work/munge"
chmod 700 "$work/munge"
chmod 400 "$work/munge/key"
chmod 755 "$work/munge"
setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" >"$work/munged.log" 2>&1 &
pids+=($!)

port=$((20000 + $$ % 20000))
export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=waico
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
ReturnToService=2
JobRequeue=1
MinJobAge=600
SchedulerParameters=batch_sched_delay=0,sched_interval=2,sched_min_interval=100000
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
for _ in $(seq 50); do [ -S "$work/munge/socket" ] && break; sleep 0.1; done
slurmctld -D >"$work/ctld.out" 2>&1 &
pids+=($!)
sleep 1
slurmd -D -N "$(hostname -s)" >"$work/d.out" 2>&1 &
pids+=($!)
for _ in $(seq 100); do
    sinfo --noheader --format=%T 2>/dev/null | grep -q idle && break
    sleep 0.3
done
if ! sinfo --noheader --format=%T | grep -q idle; then
    tail -n 20 "$work"/*.log "$work"/*.out
    echo "no node became idle"
    exit 1
fi

# ---- the experiment ----

cd "$work"
"$python" - "$here/../support" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[1])
import small
small.world(".", end="2041-01-01")
small.config(".", 'design = "grid"; parameters = ( { path = "affinity.peers"; from = 0.0; to = 3.0; count = 12; } );',
             replications=2500, name="sweep.cfg", extra='output: { detail = "summary"; };')
PYTHON

WAICO_POLL_SECONDS=1 "$root/configs/slurm_sweep.sh" sweep.cfg out.h5 4 >array.log 2>&1 &
script=$!
pids+=($script)
victim=
for _ in $(seq 200); do
    job=$(sed -n 's/^array \([0-9]*\) .*/\1/p' array.log)
    if [ -n "$job" ]; then
        # Only a process whose own arguments are this very shard of this very run.
        for candidate in $(pgrep -x waico || true); do
            if [ "$(readlink "/proc/$candidate/cwd" 2>/dev/null)" = "$work" ] &&
                tr '\0' ' ' <"/proc/$candidate/cmdline" 2>/dev/null | grep -q -- '--shard 1/4'; then
                victim=$candidate
            fi
        done
    fi
    [ -n "$victim" ] && break
    sleep 0.1
done
[ -n "$victim" ] || { cat array.log; squeue; tail -n 20 ./*.log; echo "shard 1 never ran"; exit 1; }
sleep 0.7
kill -9 "$victim"
for _ in $(seq 50); do
    scontrol requeue "${job}_1" 2>requeue.log && break
    sleep 0.1
done
# Slurm holds a requeued job back for two minutes.
for _ in $(seq 20); do
    scontrol update JobId="${job}_1" StartTime=now 2>>requeue.log && break
    sleep 0.5
done
requeued=$(scontrol show job "${job}_1" | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p' | head -n 1)
wait "$script" || { cat array.log out.h5.shard-*.log; echo "the array failed"; exit 1; }
[ "${requeued:-0}" -ge 1 ] || { echo "shard 1 was not requeued"; exit 1; }

"$WAICO" sweep sweep.cfg -o one.h5 -q >/dev/null
cmp out.h5 one.h5
"$WAICO" verify -q out.h5 out.h5.shard-*-of-4
echo "ok: 4 shards, shard 1 killed and requeued ($requeued restart), merged to the bytes of one machine"
