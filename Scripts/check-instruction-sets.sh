#!/usr/bin/env bash
# Runs everything as it runs on older processors.
#
#   Scripts/check-instruction-sets.sh              both parts
#   Scripts/check-instruction-sets.sh emulated     only the static program on emulated processors
#   Scripts/check-instruction-sets.sh tests        only the tests with fewer instruction sets
#
# The first part shows that no instruction of a newer processor is reached on an older one: the
# emulator ends the program at the first one. It needs qemu-x86_64 (Debian: qemu-user), which knows
# no AVX-512. The second part shows that each instruction set computes what the tests ask for.
set -euo pipefail
cd "$(dirname "$0")/.."
part=${1:-all}

if [[ $part == all || $part == emulated ]]; then
  emulator=$(command -v qemu-x86_64 || command -v qemu-x86_64-static || true)
  if [[ -z $emulator ]]; then
    echo "needs qemu-x86_64, which is in Debian's package qemu-user" >&2
    exit 1
  fi
  program=$(Scripts/build-static.sh)
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  "$program" samples "$folder/pictures" --per-class 4
  for processor in Nehalem Haswell; do
    echo "==> augnet demo --steps 2 on $processor"
    "$emulator" -cpu "$processor" "$program" demo \
      --data "$folder/pictures" --steps 2 --out "$folder/$processor"
  done
fi

if [[ $part == all || $part == tests ]]; then
  swift build --build-tests
  for instructionSet in baseline avx2; do
    echo "==> swift test with AUGNET_ISA=$instructionSet"
    AUGNET_ISA=$instructionSet swift test --skip-build
  done
fi
