#!/bin/sh
# Runs a command with a Slurm of one machine around it, as root, and takes it down again.
# usage: slurm_here.sh COMMAND...   exit code: that of the command; 77 when no Slurm could be started
set -eu
if [ "$(id -u)" != 0 ]; then
  echo "slurm_here.sh: not root" >&2
  exit 77
fi
folder=$(mktemp -d)
host=$(hostname -s)
stop() {
  for daemon in slurmd slurmctld munged; do
    if [ -s "$folder/$daemon.pid" ]; then kill "$(cat "$folder/$daemon.pid")" 2> /dev/null || true; fi
  done
  # They still write when told to end.
  sleep 1
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

mkdir "$folder/state" "$folder/spool"
chmod 755 "$folder"
head -c 128 /dev/urandom > "$folder/munge.key"
chmod 400 "$folder/munge.key"
cat > "$folder/slurm.conf" << END
ClusterName=lbl
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$folder/slurm.conf"
munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"
slurmctld -c && slurmd || true # told below, if they are not there

for _ in $(seq 150); do
  if sinfo -h -o %T 2> /dev/null | grep -q idle; then
    code=0
    "$@" || code=$?
    exit $code
  fi
  sleep 0.1
done
echo "slurm_here.sh: no Slurm within 15 s:" >&2
tail -n 5 "$folder"/*.log >&2
exit 77
