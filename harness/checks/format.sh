#!/bin/bash
# Every C file of the repository is as clang-format writes it. `ninja -C build/native format-fix` makes it so.
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files -z '*.c' '*.h' | xargs -0 -r clang-format --dry-run -Werror
