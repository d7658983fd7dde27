/* Slots of which nothing is known, not even how many arguments they take: `this` is replaced and the object's own function
 * entered by a jump, so that it returns to the caller. */
#include "recorder.h"

extern const char recorder_stubs[] __asm__("recorder_stubs");

enum { STUB_SIZE = 16 };

void *jump_stub(unsigned index)
{
    return (void *)(uintptr_t)(recorder_stubs + (size_t)index * STUB_SIZE);
}

#ifdef _WIN64
__asm__(".text\n"
        ".balign 16\n"
        "recorder_stubs:\n"
        ".set recorder_slot, 3\n"
        ".rept 64\n"
        "    .balign 16\n"
        "    movl $recorder_slot, %eax\n"
        "    jmp recorder_enter\n"
        "    .set recorder_slot, recorder_slot + 1\n"
        ".endr\n"
        ".balign 16\n"
        "recorder_enter:\n"
        "    subq $0x68, %rsp\n" /* keeps the stack aligned to 16 bytes at the call */
        "    movq %rcx, 0x20(%rsp)\n"
        "    movq %rdx, 0x28(%rsp)\n"
        "    movq %r8, 0x30(%rsp)\n"
        "    movq %r9, 0x38(%rsp)\n"
        "    movsd %xmm1, 0x40(%rsp)\n"
        "    movsd %xmm2, 0x48(%rsp)\n"
        "    movsd %xmm3, 0x50(%rsp)\n"
        "    movl %eax, %edx\n"
        "    leaq 0x20(%rsp), %r8\n"
        "    call recorder_jump\n"
        "    movq 0x20(%rsp), %rcx\n"
        "    movq 0x28(%rsp), %rdx\n"
        "    movq 0x30(%rsp), %r8\n"
        "    movq 0x38(%rsp), %r9\n"
        "    movsd 0x40(%rsp), %xmm1\n"
        "    movsd 0x48(%rsp), %xmm2\n"
        "    movsd 0x50(%rsp), %xmm3\n"
        "    addq $0x68, %rsp\n"
        "    jmp *%rax\n");
#else
__asm__(".text\n"
        ".balign 16\n"
        "recorder_stubs:\n"
        ".set recorder_slot, 3\n"
        ".rept 64\n"
        "    .balign 16\n"
        "    pushl $recorder_slot\n"
        "    jmp recorder_enter\n"
        "    .set recorder_slot, recorder_slot + 1\n"
        ".endr\n"
        ".balign 16\n"
        "recorder_enter:\n" /* slot, return address, this, ... */
        "    leal 8(%esp), %eax\n"
        "    pushl %eax\n"
        "    pushl 4(%esp)\n"
        "    pushl (%eax)\n"
        "    call recorder_jump\n" /* removes these three */
        "    addl $4, %esp\n"
        "    jmp *%eax\n");
#endif

void *STDMETHODCALLTYPE recorder_jump(struct sink *sink, unsigned slot, void **object)
{
    const enum control had = control_set(CONTROL_RECORDER);
    const DWORD error = GetLastError();
    struct buffer line;

    buffer_init(&line, 256);
    buffer_puts(&line, "slot ");
    spell_pointer(sink, &line);
    buffer_printf(&line, " %u", slot);
    record_buffer(&line);
    *object = sink->real;
    control_set(had);
    SetLastError(error);
    return (*(void ***)sink->real)[slot];
}
