# idt_count_coverage(TARGET): counts in preset `coverage` which of its lines and branches run. As written, not as
# optimised: at -O0 a line is a line, and every operand of a condition has its own branch.
function(idt_count_coverage target)
    if(IDT_COVERAGE)
        target_compile_options(${target} PRIVATE --coverage -fprofile-update=atomic -O0)
        # Processes of the stubs end by _exit(), which the counters must not miss (stubs/coverage.c).
        target_link_options(${target} INTERFACE --coverage -Wl,--wrap=_exit)
    endif()
endfunction()
