#!/usr/bin/env bash
# Builds augnet as one static, stripped file and prints its path.
#
#   Scripts/build-static.sh            the build's own messages go to standard error
set -euo pipefail
cd "$(dirname "$0")/.."

# A section for each function, so that the linker leaves out those nobody calls.
options=(-c release --scratch-path .build-static --product augnet
  --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s
  -Xswiftc -Xfrontend -Xswiftc -function-sections)
swift build "${options[@]}" >&2
echo "$(swift build "${options[@]}" --show-bin-path)/augnet"
