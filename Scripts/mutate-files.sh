#!/usr/bin/env bash
# Runs the tests that read changed files under the address sanitizer, with many files.
#
#   Scripts/mutate-files.sh [COUNT]     COUNT files of each kind; 100,000 if not given
#
# The files follow from seeds in the tests, which a failure prints. Every kind of file is a test: PyTorch
# archives, their pickles, safetensors, NumPy arrays, indexes.
set -euo pipefail
cd "$(dirname "$0")/.."
export AUGNET_MUTATIONS="${1:-100000}"
Scripts/sanitize.sh address 'MutationTests|resealedMutations'
