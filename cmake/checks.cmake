# Targets that look at the sources: `format` (check only), `format-fix`, `tidy`.
set(list_sources git -C ${PROJECT_SOURCE_DIR} ls-files -co --exclude-standard "*.c" "*.h")
find_program(IDT_CLANG_FORMAT NAMES clang-format clang-format-14)
if(IDT_CLANG_FORMAT)
    foreach(target "format --dry-run" "format-fix -i")
        separate_arguments(target)
        list(POP_FRONT target name)
        add_custom_target(${name}
            COMMAND ${list_sources} | xargs -r ${IDT_CLANG_FORMAT} -Werror ${target}
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
            VERBATIM)
    endforeach()
endif()

# Of the asan preset, whose compiler is clang: gcc's flags are not all known to clang-tidy.
find_program(IDT_RUN_CLANG_TIDY NAMES run-clang-tidy run-clang-tidy-14)
if(IDT_RUN_CLANG_TIDY AND CMAKE_C_COMPILER_ID MATCHES Clang)
    set(ours "^${PROJECT_SOURCE_DIR}/(src|stubs|harness)/")
    set(run_tidy ${IDT_RUN_CLANG_TIDY} -quiet -j 2 -p ${PROJECT_BINARY_DIR})
    add_custom_target(tidy COMMAND ${run_tidy} "${ours}" USES_TERMINAL VERBATIM)
    add_custom_target(tidy-product COMMAND ${run_tidy} "${ours}(?!.*(tests|bench|probe|fuzz|standin)/)"
        USES_TERMINAL
        VERBATIM)
    if(TARGET msident_idl_header)
        add_dependencies(tidy msident_idl_header)
        add_dependencies(tidy-product msident_idl_header)
    endif()
endif()

# What users get: the version resource of a DLL, and of x86 files whether Windows 2000 loads them.
function(idt_check_pe target checks)
    set(labels lint)
    if(target STREQUAL logger AND CMAKE_SIZEOF_VOID_P EQUAL 4)
        list(APPEND labels long) # the ordinary suite does not build it
    endif()
    get_target_property(type ${target} TYPE)
    if(type STREQUAL SHARED_LIBRARY AND NOT target STREQUAL recorder) # nobody installs that one
        idt_register_test(check-version-${target} "${labels}" 60
            ${checks}/version.sh $<TARGET_FILE:${target}> ${PROJECT_VERSION})
    endif()
    if(CMAKE_SIZEOF_VOID_P EQUAL 4)
        idt_register_test(check-windows2000-${target} "${labels}" 60
            ${checks}/windows2000.sh $<TARGET_FILE:${target}>)
    endif()
endfunction()

# idt_add_checks(): the checks of harness/checks as tests. Called when all targets are known.
function(idt_add_checks)
    set(checks ${PROJECT_SOURCE_DIR}/harness/checks)
    if(IDT_NATIVE AND NOT IDT_SANITIZE AND IDT_CLANG_FORMAT)
        foreach(check format shell size)
            idt_register_test(check-${check} lint 300 ${checks}/${check}.sh)
        endforeach()
    elseif(TARGET tidy AND NOT IDT_FUZZ_COVERAGE)
        idt_register_test(check-tidy lint 900 ${checks}/tidy.sh ${PROJECT_BINARY_DIR})
    elseif(IDT_WINDOWS AND TARGET msident)
        idt_register_test(check-exports lint 60
            ${checks}/exports.sh $<TARGET_FILE:msident> ${PROJECT_SOURCE_DIR}/src/msident.def)
        foreach(target msident agent logger recorder kit unpack)
            if(TARGET ${target})
                idt_check_pe(${target} ${checks})
            endif()
        endforeach()
    endif()
endfunction()
