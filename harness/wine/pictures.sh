#!/bin/bash
# pictures.sh: makes the pictures of docs/dialogs.md anew, every dialog in three languages. Needs what
# `./identical compare --screenshots` needs, and installs it as that does.
#
# The scenarios' texts are English, so the verdicts of these runs say nothing; that every picture is there does.
set -euo pipefail

root=$(dirname "$(readlink -f "$0")")/../..
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Our name of the dialog, the scenario that shows it, and as the how manyth. A message box is the scenario's first one: the map
# knows them by their English captions, so in other languages the user stops at it.
readonly shown='switch logon/password_wrong 1
wrong-password logon/password_wrong 2
manage manage/new_password 1
new manage/new_password 2
password-set manage/new_password 3
switch-now manage/new_password 4
properties manage/password_change 2
password-change manage/password_change 3
password-remove manage/password_remove 3
log-off logon/log_off 2
remove manage/remove 2
refused logon/refused 2
name-needed manage/new_name_empty 3
name-too-long manage/new_name_long 3
name-in-use manage/new_name_taken 3
passwords-differ manage/new_password_differs 4
password-needed manage/new_password_empty 4
password-too-long manage/new_password_255 4'

for locale in en_US de_DE ja_JP; do
    filters=()
    while read -r scenario; do
        filters+=("${scenario%?}[${scenario: -1}]") # a pattern, so that it chooses that one only
    done < <(awk '{ print $2 }' <<<"$shown" | sort -u)
    ./identical compare --only --target reference --screenshots --language "$locale" --reports "$work/$locale" \
        "${filters[@]}" >"$work/$locale.txt" 2>&1 </dev/null || true
    while read -r name scenario number; do
        picture=$work/$locale/pictures/$scenario/reference-$number.png
        [ -e "$picture" ] || {
            tail -n 25 "$work/$locale.txt" >&2
            printf 'no picture of %s in %s\n' "$name" "$locale" >&2
            exit 1
        }
        mkdir -p "docs/pictures/dialogs/${locale%_*}"
        cp "$picture" "docs/pictures/dialogs/${locale%_*}/$name.png"
    done <<<"$shown"
done
