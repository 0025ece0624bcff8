#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run-fuzz.sh SOURCE BUILD VECTORS SECONDS TARGET…
# Builds the fuzz targets with clang, ASan and UBSan in a build folder of their own below BUILD,
# and runs each for SECONDS, or as long as CONFAB_FUZZ_SECONDS says. Writes TAP. What a target found is
# kept beside its corpus.
set -uo pipefail
source_root=$1 build=$2/fuzz vectors=$3 seconds=${CONFAB_FUZZ_SECONDS:-$4}
shift 4
here=$(cd "$(dirname "$0")" && pwd)

echo "1..$#"

give_up () {
  echo "Bail out! $1"
  exit 1
}

command -v clang >/dev/null ||
  give_up "clang is missing: the fuzz targets need it, with its compiler-rt (libFuzzer)"

mkdir -p "$build"
if [ ! -f "$build/build.ninja" ]; then
  CC=clang CFLAGS= LDFLAGS= meson setup "$build" "$source_root" \
    -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false -Db_pie=false \
    -Dbuildtype=debugoptimized \
    "-Dc_args=['-fsanitize=fuzzer-no-link', '-fno-sanitize-recover=all']" \
    >"$build/setup.log" 2>&1 || {
    sed 's/^/# /' "$build/setup.log"
    rm -f "$build/build.ninja"
    give_up "the build folder for the fuzz targets could not be set up"
  }
fi

targets=()
for name in "$@"; do
  targets+=("tests/fuzz/fuzz-$name")
done
ninja -C "$build" -j2 "${targets[@]}" >"$build/build.log" 2>&1 || {
  tail -n 40 "$build/build.log" | sed 's/^/# /'
  give_up "the fuzz targets could not be built"
}

python3 "$here/make-corpus.py" "$vectors" "$build/seeds" || give_up "no seeds"

# GLib's own allocator would hide mistakes from the sanitizer.
export G_SLICE=always-malloc
export ASAN_OPTIONS=allocator_may_return_null=0:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1

# Prints what is to be said of a target, the verdict last.
run_target () {
  local name=$1 runs
  local corpus=$build/corpus/$name found=$build/found/$name log=$build/$name.log
  mkdir -p "$corpus" "$found"
  if "$build/tests/fuzz/fuzz-$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
    -max_len=4096 -dict="$here/$name.dict" -artifact_prefix="$found/" -print_final_stats=1 \
    -verbosity=0 "$corpus" "$build/seeds/$name" >"$log" 2>&1; then
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    # A target that hardly ran has shown nothing.
    if [ "${runs:-0}" -ge 1000 ]; then
      echo "ok - $name: $runs runs in $seconds s"
    else
      echo "not ok - $name: only ${runs:-0} runs in $seconds s"
    fi
  else
    tail -n 60 "$log" | sed 's/^/# /'
    echo "not ok - $name: see $found"
  fi
}

# Two at a time: each has a processor for itself.
for name in "$@"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do
    wait -n
  done
  run_target "$name" >"$build/$name.result" &
done
wait

status=0
for name in "$@"; do
  cat "$build/$name.result"
  tail -n 1 "$build/$name.result" | grep -q '^ok ' || status=1
done
exit "$status"
