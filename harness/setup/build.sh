# shellcheck shell=bash
# Configures and builds, only what changed. Sourced by `identical`.
# Ninja decides whether there is anything to do: it knows every source, header and CMake file.

# build_targets PRESET...: the programs that run (target `idt_run`).
build_targets() {
    build_presets idt_run "$@"
}

# build_presets TARGET PRESET...: two starts at once wait for each other here.
build_presets() {
    local target=$1 preset

    shift
    writable_folder "$IDT_BUILD" IDT_BUILD
    exec 9>"$IDT_BUILD/.lock"
    flock 9
    for preset; do
        build_preset "$target" "$preset"
    done
    exec 9>&-
}

build_preset() {
    local target=$1 preset=$2 folder=$IDT_BUILD/$2 log=$IDT_BUILD/$2.log

    configured "$folder" || configure "$preset" "$folder" "$log"
    run "building $preset" "$log" ninja -C "$folder" ${IDT_JOBS:+-j "$IDT_JOBS"} "$target" ||
        die "the $preset build failed" "$log"
}

# What CMake cannot see by itself: that the tree was moved or copied, and that a folder joined the build.
configuration() {
    echo "$IDT_ROOT"
    (cd "$IDT_ROOT" && ls -d src/msident.idl {src,stubs,harness/*}/CMakeLists.txt 2>/dev/null) || true
}

configured() {
    [ -e "$1/build.ninja" ] && [ -e "$1/.configuration" ] && [ "$(<"$1/.configuration")" = "$(configuration)" ]
}

configure() {
    local preset=$1 folder=$2 log=$3

    if [ -e "$folder/.configuration" ] && [ "$(head -n 1 "$folder/.configuration")" != "$IDT_ROOT" ]; then
        rm -rf "$folder"
    fi
    run "configuring $preset" "$log" cmake -S "$IDT_ROOT" --preset "$preset" -B "$folder" ||
        die "CMake failed for $preset" "$log"
    configuration >"$folder/.configuration"
}
