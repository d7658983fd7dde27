/* resource_test.rc, compiled, as a PE would carry it. */
__asm__(".section .rodata\n"
        ".balign 4\n"
        ".globl test_resources\n"
        "test_resources:\n"
        ".incbin \"" TEST_RESOURCES "\"\n"
        "test_resources_end:\n"
        ".balign 4\n"
        ".globl test_resources_size\n"
        "test_resources_size:\n"
        ".long test_resources_end - test_resources\n"
        ".previous\n");
