#!/bin/sh
# Imports the CSV files of a folder in turns with another program, and prints the medians and their ratio.
#
#   benches/import.sh DIR PEER...    e.g. benches/import.sh data python3 job.py data out.json
#
# PEER is any command. ROUNDS (5), TINGLED (target/release/tingled), and SAYS, what import is told beside the
# files, come from the environment. Each round of ours begins with an empty database, made in TMPDIR.
# The peak memory of a Linux process is what /usr/bin/time calls its maximum resident set.
set -eu

[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 64; }
dir=$1
shift
rounds=${ROUNDS:-5}
tingled=${TINGLED:-target/release/tingled}
says=${SAYS:---person-column Person --zone Europe/Rome}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Runs a command and adds "wall cpu peak" to a list: seconds, seconds, MiB.
timed() {
    list=$1
    shift
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>&1 || { cat "$work/out" >&2; exit 1; }
    awk '{ printf "%s %.2f %.1f\n", $1, $2 + $3, $4 / 1024 }' "$work/time" >>"$list"
}

median() { sort -n | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'; }

for round in $(seq "$rounds"); do
    rm -rf "$work/data"
    # shellcheck disable=SC2086  # SAYS is several words.
    timed "$work/ours" "$tingled" import $says --data "$work/data" "$dir"/*.csv
    timed "$work/peer" "$@"
    printf 'round %s: tingled %s, peer %s (wall s, cpu s, peak MiB)\n' "$round" \
        "$(tail -n 1 "$work/ours")" "$(tail -n 1 "$work/peer")"
done
for who in ours peer; do
    printf '%s: wall %s s, cpu %s s, peak %s MiB\n' "$who" "$(cut -d' ' -f1 "$work/$who" | median)" \
        "$(cut -d' ' -f2 "$work/$who" | median)" "$(cut -d' ' -f3 "$work/$who" | median)"
done
# Of each round by itself, because a busy machine slows both sides of a round alike.
paste -d' ' "$work/ours" "$work/peer" >"$work/both"
printf 'median of the ratios: wall %s, cpu %s\n' "$(awk '{ printf "%.2f\n", $1 / $4 }' "$work/both" | median)" \
    "$(awk '{ printf "%.2f\n", $2 / $5 }' "$work/both" | median)"
