# Targets that look at the sources: `format` (check only), `format-fix`, `tidy`.
file(GLOB_RECURSE idt_sources CONFIGURE_DEPENDS LIST_DIRECTORIES false
    ${PROJECT_SOURCE_DIR}/src/*.[ch] ${PROJECT_SOURCE_DIR}/stubs/*.[ch]
    ${PROJECT_SOURCE_DIR}/harness/*.[ch] ${PROJECT_SOURCE_DIR}/cmake/*.[ch])

find_program(IDT_CLANG_FORMAT NAMES clang-format clang-format-14)
if(IDT_CLANG_FORMAT AND idt_sources)
    add_custom_target(format COMMAND ${IDT_CLANG_FORMAT} --dry-run -Werror ${idt_sources} VERBATIM)
    add_custom_target(format-fix COMMAND ${IDT_CLANG_FORMAT} -i ${idt_sources} VERBATIM)
endif()

find_program(IDT_RUN_CLANG_TIDY NAMES run-clang-tidy run-clang-tidy-14)
if(IDT_RUN_CLANG_TIDY)
    add_custom_target(tidy
        COMMAND ${IDT_RUN_CLANG_TIDY} -quiet -p ${PROJECT_BINARY_DIR} "^${PROJECT_SOURCE_DIR}/(src|stubs|harness)/"
        USES_TERMINAL VERBATIM)
    if(TARGET msident_idl_header)
        add_dependencies(tidy msident_idl_header)
    endif()
endif()
