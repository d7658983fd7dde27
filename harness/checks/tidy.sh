#!/bin/bash
# tidy.sh BUILD-FOLDER: clang-tidy over what users run; in the long suite over tests, benchmarks and fuzzers, too.
set -euo pipefail

target=tidy-product
[ -z "${IDT_LONG:-}" ] || target=tidy
exec cmake --build "$1" --target $target
