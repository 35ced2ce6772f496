#!/usr/bin/env bash
# Fails when an object file that is compiled for one instruction set holds weak code that others may
# hold too. Names with the target's private marker type in them (…LLO) are no other file's.
#
#   Scripts/check-weak-symbols.sh BUILD     BUILD is such as .build/debug or .build-static/release
#
# Of a weak function in several object files the linker keeps one. Were it the one for a newer
# processor, the program would die on an older one.
set -euo pipefail
build=${1:?"usage: Scripts/check-weak-symbols.sh BUILD"}

failures=0
for target in MicrokernelsPortable MicrokernelsX86V3 MicrokernelsX86V4 MicrokernelsX86VNNI; do
  files=("$build/$target.build"/*.o)
  if [[ ! -e ${files[0]} ]]; then
    echo "no object files in $build/$target.build" >&2
    exit 1
  fi
  weak=$(nm --print-file-name "${files[@]}" 2>/dev/null | grep ' W ' \
    | grep -v "${#target}${target}.*LLO" || true)
  count=$(grep -c . <<<"$weak" || true)
  echo "$target: $count weak functions of a name that others may use"
  if ((count > 0)); then
    echo "$weak" >&2
    failures=1
  fi
done
exit "$failures"
