/* Ways out of the process that the DLL under test may take, and modules that it loads. */
#include "hooks.h"
#include "outcome.h"

typedef void(WINAPI *exit_fn)(UINT);
typedef BOOL(WINAPI *terminate_fn)(HANDLE, UINT);
typedef NTSTATUS(NTAPI *nt_terminate_fn)(HANDLE, NTSTATUS);
typedef NTSTATUS(NTAPI *load_fn)(const WCHAR *, ULONG *, const UNICODE_STRING *, HMODULE *);

enum { EXIT_PROCESS, RTL_EXIT, TERMINATE, NT_TERMINATE, LOAD };

static bool is_self(HANDLE process)
{
    return process == GetCurrentProcess();
}

static void WINAPI hooked_exit_process(UINT code)
{
    outcome_exit(code);
    ((exit_fn)process_hooks[EXIT_PROCESS].original)(code);
}

static void NTAPI hooked_rtl_exit(UINT code)
{
    outcome_exit(code);
    ((exit_fn)process_hooks[RTL_EXIT].original)(code);
}

static BOOL WINAPI hooked_terminate(HANDLE process, UINT code)
{
    if (is_self(process))
        outcome_exit(code);
    return ((terminate_fn)process_hooks[TERMINATE].original)(process, code);
}

static NTSTATUS NTAPI hooked_nt_terminate(HANDLE process, NTSTATUS code)
{
    if (is_self(process))
        outcome_exit((UINT)code);
    return ((nt_terminate_fn)process_hooks[NT_TERMINATE].original)(process, code);
}

/* What comes while the DLL under test runs is hooked before anyone can call it (its own DllMain apart, whose work goes
 * through modules that are hooked already). */
static NTSTATUS NTAPI hooked_load(const WCHAR *search, ULONG *flags, const UNICODE_STRING *name, HMODULE *module)
{
    const NTSTATUS status = ((load_fn)process_hooks[LOAD].original)(search, flags, name, module);

    if (status >= 0)
        hooks_rescan();
    return status;
}

struct hook process_hooks[] = {
    [EXIT_PROCESS] = { "kernel32", "ExitProcess", (void *)hooked_exit_process, NULL },
    [RTL_EXIT] = { "ntdll", "RtlExitUserProcess", (void *)hooked_rtl_exit, NULL },
    [TERMINATE] = { "kernel32", "TerminateProcess", (void *)hooked_terminate, NULL },
    [NT_TERMINATE] = { "ntdll", "NtTerminateProcess", (void *)hooked_nt_terminate, NULL },
    [LOAD] = { "ntdll", "LdrLoadDll", (void *)hooked_load, NULL },
};
const unsigned n_process_hooks = ARRAYSIZE(process_hooks);
