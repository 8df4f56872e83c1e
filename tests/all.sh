#!/usr/bin/env bash
# Every test there is, with nothing skipped, and the demo at the end. On Debian it installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

started=$SECONDS
section() { printf '\n== %s\n' "$*"; }

# The programs that tests run, and the Debian packages they come from.
needed=(
    mosquitto:mosquitto
    mosquitto_passwd:mosquitto
    mosquitto_pub:mosquitto-clients
    mosquitto_sub:mosquitto-clients
    openssl:openssl
    systemd-analyze:systemd
    systemd-nspawn:systemd-container
    systemd-sysusers:systemd
    systemd-tmpfiles:systemd
)

missing_packages() {
    local pair
    for pair in "${needed[@]}"; do
        PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null || printf '%s\n' "${pair##*:}"
    done | sort -u
}

section "programs that the tests run"
mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -eq 0 ]; then
    echo "all there"
elif command -v apt-get >/dev/null; then
    echo "installing ${packages[*]} (apt-get; Debian starts a broker on port 1883 of this machine with mosquitto)"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"
else
    echo "missing: ${packages[*]}; please install them, their tests will fail" >&2
fi

# From here on a test that cannot run fails instead of being skipped.
export TINGLED_TESTS_ALL=1

section "build as it is installed, without the demo's broker"
cargo build --locked

section "tests"
if command -v cargo-nextest >/dev/null; then
    cargo nextest run --locked --features demo
else
    echo "cargo-nextest is not installed; plain cargo test does the same"
    cargo test --locked --features demo --all-targets
fi

section "a real systemd runs the unit"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
if "${as_root[@]}" unshare --mount true 2>/dev/null; then
    "${as_root[@]}" tests/boot/boot.sh target/debug/tingled
    # The check must be able to fail: a program that never says it is ready is no service.
    if "${as_root[@]}" tests/boot/boot.sh /bin/true 2>/dev/null; then
        echo "the boot test took /bin/true for a service" >&2
        exit 1
    fi
else
    echo "NOTICE: this machine lets nobody mount, so no systemd can be booted; the unit was checked on paper only"
fi

section "examples in the documentation"
cargo test --locked --features demo --doc

section "demo"
cargo run --locked --release --features demo -- demo --check

printf '\nall.sh: every test passed and the demo told its story; %d s\n' "$((SECONDS - started))"
