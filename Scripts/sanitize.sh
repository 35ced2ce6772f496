#!/usr/bin/env bash
# Runs the tests under the address sanitizer and under the thread sanitizer.
#
#   Scripts/sanitize.sh                        both, all tests
#   Scripts/sanitize.sh address [FILTER]       one, and only the tests that match FILTER
#   Scripts/sanitize.sh thread [FILTER]
#
# Each has a build folder of its own, so that the usual build stays as it is. Leaks are not looked
# for: the test library itself leaks.
set -euo pipefail
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_leaks=0
export TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/Scripts/thread-sanitizer.supp"
export SWIFT_BACKTRACE=enable=no

sanitizers=(address thread)
if (($# > 0)); then
  sanitizers=("$1")
fi
# In code that is not inlined the thread sanitizer would wrap every call, that of the prefetch instruction
# too, to catch C++ exceptions, of which there are none; the compiler refuses that instruction wrapped.
options=(-Xswiftc -Xllvm -Xswiftc -tsan-handle-cxx-exceptions=false)
if (($# > 1)); then
  options+=(--filter "$2")
fi
for sanitizer in "${sanitizers[@]}"; do
  echo "==> swift test --sanitize=$sanitizer"
  swift test --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" "${options[@]}"
done
