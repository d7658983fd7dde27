#!/bin/bash
# No source is longer than 600 lines (aim at 300), and no C statement stands deeper than three levels: the formatter indents
# each by four, so a deeper one begins in column 17 or later. The length of functions is clang-tidy's part (whose
# levels also count those inside macros).
set -euo pipefail
cd "$(dirname "$0")/../.."
git ls-files -z '*.c' '*.h' '*.py' '*.sh' identical | xargs -0 -r wc -l |
    awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, more than 600"; bad = 1 } END { exit bad }'
git ls-files -z '*.c' '*.h' | xargs -0 -r grep -nE '^ {16,}(if|for|while|switch|do)\>' && {
    echo "deeper than three levels"
    exit 1
}
exit 0
