/* bench-hook TRACE PROFILE: microseconds of one NtSetValueKey as the import tables have it before and after the agent
 * patched them: unhooked, hooked while the scenario has control, and hooked while the DLL under test has it, which writes a
 * line to the trace. The first two are taken in turn, a block each, so that whatever disturbs one disturbs the other. */
#include "hooks.h"
#include "journal.h"
#include "outcome.h"
#include "platform.h"

#include "thread_clock.h"

#include <stdio.h>

enum { BLOCK = 50, BLOCKS = 2000, RECORDED = 10000 };

typedef NTSTATUS(NTAPI *set_value_fn)(HANDLE, UNICODE_STRING *, ULONG, ULONG, void *, ULONG);

static double set_values(set_value_fn set_value, HKEY key, unsigned n)
{
    static WCHAR text[] = L"Identity Ordinal";
    UNICODE_STRING name = { sizeof text - sizeof *text, sizeof text, text };
    const double start = thread_us();
    DWORD data = 1;

    for (; n > 0; n--)
        set_value(key, &name, 0, REG_DWORD, &data, sizeof data);
    return thread_us() - start;
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
    double sides[2] = { 0 }, recorded;
    set_value_fn functions[2];
    HKEY key;

    if (argc != 3 || !hook)
        return EXIT_INPUT;
    if (!GetProcAddress(GetModuleHandleA("ntdll"), "wine_get_version"))
        return EXIT_ENVIRONMENT; /* thread_us() asks Linux */
    options.profile = argv[2];
    if (platform_sandbox_open(&options) || !hooks_install() || !journal_open(argv[1]) ||
        RegCreateKeyExW(HKEY_CURRENT_USER, L"Identities", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
        return EXIT_ENVIRONMENT;
    functions[0] = (set_value_fn)hook->replacement;
    functions[1] = (set_value_fn)hook->original;
    set_values(functions[1], key, BLOCK);
    for (unsigned i = 0; i < BLOCKS; i++) {
        sides[i % 2] += set_values(functions[i % 2], key, BLOCK); /* who comes first changes, too */
        sides[1 - i % 2] += set_values(functions[1 - i % 2], key, BLOCK);
    }
    control_give();
    recorded = set_values(functions[0], key, RECORDED);
    control_take();
    printf("%.4f %.4f %.4f\n", sides[0] / (BLOCK * BLOCKS), sides[1] / (BLOCK * BLOCKS), recorded / RECORDED);
    RegCloseKey(key);
    journal_close();
    platform_sandbox_close();
    return EXIT_COMPLETE;
}
