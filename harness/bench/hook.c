/* bench-hook TRACE PROFILE: microseconds of one NtSetValueKey as the import tables have it before and after the agent
 * patched them: unhooked, hooked while the scenario has control, and hooked while the DLL under test has it, which writes a
 * line to the trace. The first two are taken in turn, a block each, so that whatever disturbs one disturbs the other. */
#include "hooks.h"
#include "journal.h"
#include "platform.h"

#include <stdio.h>

enum { BLOCK = 1000, BLOCKS = 100, RECORDED = 10000 };

typedef NTSTATUS(NTAPI *set_value_fn)(HANDLE, UNICODE_STRING *, ULONG, ULONG, void *, ULONG);

/* Of this thread: what the server of Wine does for it is the same on both sides and only would make the share smaller. */
static double thread_ms(void)
{
    FILETIME created, ended, kernel, user;
    const ULARGE_INTEGER zero = { .QuadPart = 0 };
    ULARGE_INTEGER sum = zero, part = zero;

    GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user);
    part.LowPart = kernel.dwLowDateTime;
    part.HighPart = kernel.dwHighDateTime;
    sum.LowPart = user.dwLowDateTime;
    sum.HighPart = user.dwHighDateTime;
    return (double)(sum.QuadPart + part.QuadPart) / 10000;
}

static double set_values(set_value_fn set_value, HKEY key, unsigned n)
{
    static WCHAR text[] = L"Identity Ordinal";
    UNICODE_STRING name = { sizeof text - sizeof *text, sizeof text, text };
    const double start = thread_ms();
    DWORD data = 1;

    for (; n > 0; n--)
        set_value(key, &name, 0, REG_DWORD, &data, sizeof data);
    return thread_ms() - start;
}

static const struct hook *find(const char *name)
{
    for (unsigned i = 0; i < n_registry_hooks; i++)
        if (strcmp(registry_hooks[i].name, name) == 0)
            return &registry_hooks[i];
    return NULL;
}

int main(int argc, char **argv)
{
    struct options options = { .limit_ms = 600000, .self = argv[0] };
    const struct hook *hook = find("NtSetValueKey");
    double hooked = 0, unhooked = 0, recorded;
    HKEY key;

    if (argc != 3 || !hook)
        return EXIT_INPUT;
    options.profile = argv[2];
    if (platform_sandbox_open(&options) || !hooks_install() || !journal_open(argv[1]) ||
        RegCreateKeyExW(HKEY_CURRENT_USER, L"Identities", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return EXIT_ENVIRONMENT;
    set_values((set_value_fn)hook->original, key, BLOCK);
    for (unsigned i = 0; i < BLOCKS; i++) {
        hooked += set_values((set_value_fn)hook->replacement, key, BLOCK);
        unhooked += set_values((set_value_fn)hook->original, key, BLOCK);
    }
    platform_record(true);
    recorded = set_values((set_value_fn)hook->replacement, key, RECORDED);
    platform_record(false);
    printf("%.4f %.4f %.4f\n", hooked / (BLOCK * BLOCKS / 1000), unhooked / (BLOCK * BLOCKS / 1000),
           recorded / (RECORDED / 1000));
    RegCloseKey(key);
    journal_close();
    platform_sandbox_close();
    return EXIT_COMPLETE;
}
