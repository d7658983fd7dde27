# Reads src/tests/mutants.txt, whose head says what an entry is.
#   awk -v root=DIR -v mode=list  -f mutants.awk mutants.txt            a line for each: NUMBER STATEMENT FILE LINE
#   awk -v root=DIR -v mode=apply -v number=N -f mutants.awk mutants.txt    the file of that one, changed
# Exit code 2: an entry is not well formed, or fits no line or several; each is told with its place.

function trimmed(text) {
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

function complain(at, what) {
    printf "%s:%d: %s\n", FILENAME, at, what >"/dev/stderr"
    bad = 1
}

/^;/ || /^$/ { next }
/^[A-Z]-[0-9]+ [a-z_\/]+\.c$/ {
    count++
    statement[count] = $1
    file[count] = $2
    place[count] = FNR
    next
}
count && /^@ / { anchor[count] = trimmed(substr($0, 3)); next }
count && /^- / { old[count] = trimmed(substr($0, 3)); next }
count && /^\+/ { new[count] = trimmed(substr($0, 2)); has_new[count] = 1; next }
{ complain(FNR, "expected 'STATEMENT FILE', '@ FUNCTION', '- OLD LINE' or '+ NEW LINE', found: " $0) }

function read_source(name,    path, line, n) {
    if (name == loaded)
        return
    path = root "/src/" name
    n = 0
    while ((getline line <path) > 0)
        source[++n] = line
    close(path)
    lines = n
    loaded = name
}

# The line that entry I changes; 0: there is not exactly one.
function find(i,    at, begun, hits, hit, anchors) {
    read_source(file[i])
    begun = anchor[i] == ""
    for (at = 1; at <= lines; at++) {
        if (anchor[i] != "" && index(trimmed(source[at]), anchor[i]) == 1 && source[at] !~ /;$/) {
            begun = 1
            anchors++
        }
        if (begun && trimmed(source[at]) == old[i]) {
            hits++
            hit = at
        }
        if (anchor[i] != "" && source[at] == "}")
            begun = 0
    }
    if (!lines)
        complain(place[i], "there is no file src/" file[i])
    else if (anchor[i] != "" && anchors != 1)
        complain(place[i], anchors + 0 " functions of src/" file[i] " begin with '" anchor[i] "', expected 1")
    else if (hits != 1)
        complain(place[i], hits + 0 " lines of src/" file[i] " are '" old[i] "', expected 1; an '@ FUNCTION' narrows it down")
    return !bad && hits == 1 ? hit : 0
}

END {
    for (i = 1; i <= count; i++) {
        if (mode == "apply" && i != number)
            continue
        if (old[i] == "" || !has_new[i] || old[i] == new[i]) {
            complain(place[i], "expected '- OLD LINE' and another '+ NEW LINE'")
            continue
        }
        bad_before = bad
        bad = 0
        at = find(i)
        if (mode == "list" && at)
            print i, statement[i], file[i], at
        else if (mode == "apply" && at)
            for (k = 1; k <= lines; k++)
                print k == at ? new[i] : source[k]
        bad = bad || bad_before
    }
    if (!count)
        complain(FNR, "no mutant")
    exit bad ? 2 : 0
}
