# Win32's headers take longer to read than our code to compile: each component reads its own common header once.
# Not with clang, whose build reads every header anew, so that a missing #include shows.

# idt_precompile(TARGET HEADER...): for all sources of the target, in front of them, behind banned.h.
function(idt_precompile target)
    if(CMAKE_C_COMPILER_ID STREQUAL GNU)
        set_target_properties(${target} PROPERTIES IDT_PRECOMPILED ON)
        target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/banned.h ${ARGN})
    endif()
endfunction()

# idt_read_anew(FILE...): sources of such a target that want the headers in another state.
function(idt_read_anew)
    if(CMAKE_C_COMPILER_ID STREQUAL GNU)
        set_source_files_properties(${ARGN} PROPERTIES
            SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS "-include;${PROJECT_SOURCE_DIR}/cmake/banned.h")
    endif()
endfunction()

# idt_precompiled_by(TARGET OWNER): what OWNER reads; both compile with the same options.
function(idt_precompiled_by target owner)
    if(CMAKE_C_COMPILER_ID STREQUAL GNU)
        set_target_properties(${target} PROPERTIES IDT_PRECOMPILED ON)
        target_precompile_headers(${target} REUSE_FROM ${owner})
    endif()
endfunction()
