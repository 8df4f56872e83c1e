#!/bin/sh
# Looks for bytes that a parser cannot stand: a panic, or more than a second.
#
#   fuzz/run.sh [TARGET...]    all targets when none is named; RUNS (1000000) inputs each
#
# Needs a nightly toolchain and cargo-fuzz. First it looks for a mistake that was planted, and must find it. What
# is found worth keeping goes to target/fuzzed; fuzz/run.sh --keep makes fuzz/corpus anew out of both, as small as can be.
set -eu

cd "$(dirname "$0")/.."
runs=${RUNS:-1000000}
# Without a sanitizer of addresses: it is several times slower, and would watch no unsafe code of ours.
fuzz='cargo +nightly fuzz run -s none'
targets="file fit number duration date json"

if [ "${1:-}" = --keep ]; then
    for target in $targets; do
        [ -d "target/fuzzed/$target" ] || continue
        rm -rf target/fuzzed/small && mkdir -p target/fuzzed/small
        $fuzz "$target" target/fuzzed/small "target/fuzzed/$target" "fuzz/corpus/$target" \
            -- -merge=1 -max_len=512 2>/dev/null
        rm -rf "fuzz/corpus/$target" && mv target/fuzzed/small "fuzz/corpus/$target"
    done
    exit 0
fi

mkdir -p target/fuzzed/planted
if $fuzz planted target/fuzzed/planted -- \
    -seed=1 -runs="$runs" -max_len=16 -artifact_prefix=target/fuzzed/planted- >target/fuzzed/log 2>&1; then
    echo 'run.sh: the planted mistake was not found' >&2
    exit 1
fi
grep -q 'the planted mistake' target/fuzzed/log || { tail -n 20 target/fuzzed/log >&2; exit 1; }
echo 'planted: found'

for target in ${*:-$targets}; do
    mkdir -p "target/fuzzed/$target" "fuzz/corpus/$target"
    begun=$(date +%s)
    $fuzz "$target" "target/fuzzed/$target" "fuzz/corpus/$target" -- \
        -runs="$runs" -timeout=1 -max_len=4096 -rss_limit_mb=1024 -artifact_prefix="target/fuzzed/$target-" \
        >target/fuzzed/log 2>&1 || { tail -n 40 target/fuzzed/log >&2; exit 1; }
    printf '%s: %s inputs, no panic, none over 1 s; %s s\n' "$target" "$runs" "$(($(date +%s) - begun))"
done
