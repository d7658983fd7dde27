/* bench-reset PROFILE: milliseconds that the agent needs to make a sandbox and to remove it again, as a median. What a
 * scenario leaves in it is put there in between, without being timed. */
#include "platform.h"

#include <stdio.h>

enum { ROUNDS = 21 };

static double now(void)
{
    LARGE_INTEGER count, frequency;

    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    return (double)count.QuadPart * 1000 / (double)frequency.QuadPart;
}

static void fill(void)
{
    static const WCHAR *const keys[] = { L"Identities", L"Identities\\{0A1B2C3D-1111-4111-8111-111111111111}",
                                         L"Identities\\{2B3C4D5E-2222-4222-8222-222222222222}" };
    static const WCHAR *const values[] = { L"Username",         L"User ID",       L"Directory Name",
                                           L"Identity Ordinal", L"Last Username", L"Last User ID" };
    static const WCHAR text[] = L"{0A1B2C3D-1111-4111-8111-111111111111}";
    HKEY key;

    for (unsigned i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (RegCreateKeyExW(HKEY_CURRENT_USER, keys[i], 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL))
            continue;
        for (unsigned k = 0; k < sizeof values / sizeof *values; k++)
            RegSetValueExW(key, values[k], 0, REG_SZ, (const BYTE *)text, sizeof text);
        RegCloseKey(key);
    }
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    struct options options = { .limit_ms = 10000, .self = argv[0] };
    double rounds[ROUNDS];

    if (argc != 2)
        return 2;
    options.profile = argv[1];
    for (unsigned i = 0; i < ROUNDS; i++) {
        double start = now();

        if (platform_sandbox_open(&options))
            return 3;
        rounds[i] = now() - start;
        fill();
        start = now();
        platform_sandbox_close();
        rounds[i] += now() - start;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, compare);
    printf("%.3f\n", rounds[ROUNDS / 2]);
    return 0;
}
