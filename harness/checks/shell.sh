#!/bin/bash
# Every shell script of the repository passes shellcheck.
set -euo pipefail
cd "$(dirname "$0")/../.."
{
    git ls-files '*.sh'
    git grep -lE '^#!/bin/(ba)?sh' -- ':!*.sh' || true
} | sort -u | xargs -r shellcheck
