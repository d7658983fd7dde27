#!/bin/bash
# No source is longer than 600 lines (style: aim at 300). Functions are clang-tidy's part.
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files -z '*.c' '*.h' '*.py' '*.sh' identical | xargs -0 -r wc -l |
    awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, more than 600"; bad = 1 } END { exit bad }'
