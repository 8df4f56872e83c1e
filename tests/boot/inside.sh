#!/usr/bin/env bash
# Runs as a unit of the booted system: installs tingled as the README says, and uses it.
set -euxo pipefail
exec >/out/log 2>&1
echo started >/out/result

cp /src/systemd/tingled.sysusers.conf /usr/lib/sysusers.d/tingled.conf
cp /src/systemd/tingled.tmpfiles.conf /usr/lib/tmpfiles.d/tingled.conf
cp /src/systemd/tingled.service /etc/systemd/system/tingled.service
cp /bin-under-test /usr/bin/tingled
mkdir -p /etc/tingled
printf '[person.ana]\ntimezone = "Europe/Berlin"\n' >/etc/tingled/tingled.toml
systemd-sysusers
systemd-tmpfiles --create
systemctl daemon-reload

# Type=notify: start returns once the daemon said that it is ready.
systemctl start tingled
systemctl is-active tingled

# A file dropped in the inbox is read by the sandboxed daemon.
cp /src/fixtures/wire/garmin-activities/en-metric.csv /var/spool/tingled/ana/
for _ in $(seq 40); do
    tingled status --json | grep -q '"count": 0' || true
    [ "$(tingled status --json | grep -m1 '"count"' | tr -dc 0-9)" -gt 0 ] && break
    sleep 0.5
done
[ "$(tingled status --json | grep -m1 '"count"' | tr -dc 0-9)" -gt 0 ]

# A red flag over the socket.
tingled log tingling --person ana --site calf --side left --severity 4 --sign swelling | grep 'See a doctor today'

systemctl reload tingled
systemctl is-active tingled

# Killed: the service manager starts it again, and nothing accepted is gone.
# (It counts as active for a moment after the signal: only another process is the one that was started again.)
main_pid() { systemctl show --property MainPID --value tingled; }
killed=$(main_pid)
systemctl kill -s KILL tingled
for _ in $(seq 60); do
    [ "$(main_pid)" != "$killed" ] && systemctl is-active --quiet tingled && break
    sleep 0.5
done
[ "$(main_pid)" != "$killed" ]
systemctl is-active tingled
tingled alerts | grep urgent

systemctl stop tingled
if journalctl -u tingled --no-pager | grep -Ei 'swelling|calf|severity'; then
    echo "health content in the journal"
    exit 1
fi
echo passed >/out/result
