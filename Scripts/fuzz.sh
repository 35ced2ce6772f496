#!/usr/bin/env bash
# Decodes mutated pictures under the address sanitizer.
#
#   Scripts/fuzz.sh                    100,000 of each format
#   Scripts/fuzz.sh --count 1000000 --seed 7 --corpus FOLDER
#   Scripts/fuzz.sh --coverage -runs=1000000
#
# Takes the arguments of augnet-fuzz (--help explains them). The pictures to begin with are those that
# the encoders here make and the small ones of the codecs' tests. Ends with status 1 at the first fault,
# after printing its seed and number, with which it can be repeated.
#
# With --coverage libFuzzer changes the pictures, guided by the code that they reach, and takes the other
# arguments (-help=1 explains them). What it finds worth keeping stays in .build-coverage/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0
export SWIFT_BACKTRACE=enable=no
corpus=(--corpus Tests/References/ImageCodecs/jpegs.txt
  --corpus Tests/References/ImageCodecs/jpeg_corners.txt
  --corpus Tests/References/ImageCodecs/bitmaps.txt)
swift build -c release --sanitize=address --scratch-path .build-fuzz --product augnet-fuzz
if [[ ${1:-} != --coverage ]]; then
  exec .build-fuzz/release/augnet-fuzz "${corpus[@]}" "$@"
fi
shift
swift build -c release --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address -Xswiftc -DCOVERAGE_GUIDED \
  --scratch-path .build-coverage --product augnet-fuzz
mkdir -p .build-coverage/seeds .build-coverage/corpus
.build-fuzz/release/augnet-fuzz --write-corpus .build-coverage/seeds "${corpus[@]}"
exec .build-coverage/release/augnet-fuzz -timeout=1 -rss_limit_mb=1024 -max_len=65536 "$@" \
  .build-coverage/corpus .build-coverage/seeds
