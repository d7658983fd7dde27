# idt_warnings: what every target of ours compiles with.
add_library(idt_warnings INTERFACE)
target_compile_options(
    idt_warnings
    INTERFACE
        -Wall
        -Wextra
        -Werror
        -Wshadow
        -Wstrict-prototypes
        -Wmissing-prototypes
        -Wpointer-arith
        -Wvla
        -Wwrite-strings
        -fno-common
        # Behind which nothing can be precompiled (precompile.cmake)
        "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:IDT_PRECOMPILED>>>:SHELL:-include ${PROJECT_SOURCE_DIR}/cmake/banned.h>"
)
target_include_directories(idt_warnings INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/harness)

# Assertions are for programming errors and stay in (style.md rule 6): no NDEBUG in any configuration.
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")

if(IDT_NATIVE)
    # banned.h includes system headers first of all, so feature macros in a source would come too late.
    # Empty, so that a source may still say `#define _GNU_SOURCE`.
    target_compile_definitions(idt_warnings INTERFACE _GNU_SOURCE=)
else()
    # printf and friends as in C99 (%zu, %llu), whatever the msvcrt.dll of the machine understands.
    target_compile_definitions(idt_warnings INTERFACE __USE_MINGW_ANSI_STDIO=1)
endif()

if(IDT_SANITIZE)
    set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    if(IDT_FUZZ_COVERAGE)
        list(APPEND sanitizers -fsanitize=fuzzer-no-link)
    endif()
    add_compile_options(${sanitizers})
    add_link_options(${sanitizers})
    set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O1 -gline-tables-only") # what a report names; half the time of the linker
endif()

if(IDT_SANITIZE_THREADS)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
    set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O1 -gline-tables-only")
endif()
