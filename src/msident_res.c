#include "msident_res.h"

__asm__(".section .rodata\n"
        ".balign 4\n"
        ".globl msident_res\n"
        "msident_res:\n"
        ".incbin \"" MSIDENT_RES "\"\n"
        "msident_res_end:\n"
        ".balign 4\n"
        ".globl msident_res_size\n"
        "msident_res_size:\n"
        ".long msident_res_end - msident_res\n"
        ".previous\n");
