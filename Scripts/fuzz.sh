#!/usr/bin/env bash
# Decodes mutated pictures under the address sanitizer.
#
#   Scripts/fuzz.sh                    100,000 of each format
#   Scripts/fuzz.sh --count 1000000 --seed 7 --corpus FOLDER
#
# Takes the arguments of augnet-fuzz (--help explains them). The pictures to begin with are those that
# the encoders here make and the small ones of the codecs' tests. Ends with status 1 at the first fault,
# after printing its seed and number, with which it can be repeated.
set -euo pipefail
cd "$(dirname "$0")/.."
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=0
export SWIFT_BACKTRACE=enable=no
swift build -c release --sanitize=address --scratch-path .build-fuzz --product augnet-fuzz
exec .build-fuzz/release/augnet-fuzz --corpus Tests/References/ImageCodecs/jpegs.txt \
  --corpus Tests/References/ImageCodecs/bitmaps.txt "$@"
