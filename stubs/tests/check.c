#include "check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned failures; /* of the running case */
static unsigned failed_cases;

void check_number(const char *file, int line, const char *what, long long expected, long long actual)
{
    if (expected == actual)
        return;
    failures++;
    printf("# %s:%d: %s: expected %lld (0x%llx), found %lld (0x%llx)\n", file, line, what, expected,
           (unsigned long long)expected, actual, (unsigned long long)actual);
}

static void print_bytes(const char *label, const unsigned char *bytes, size_t size)
{
    printf("#   %s", label);
    for (size_t i = 0; i < size && i < 64; i++)
        printf(" %02x", bytes[i]);
    printf("\n");
}

void check_bytes(const char *file, int line, const char *what, const void *expected, const void *actual, size_t size)
{
    if (!memcmp(expected, actual, size))
        return;
    failures++;
    printf("# %s:%d: %s: other bytes\n", file, line, what);
    print_bytes("expected", expected, size);
    print_bytes("found   ", actual, size);
}

static size_t wide_size(const WCHAR *text)
{
    size_t length = 0;

    while (text[length])
        length++;
    return (length + 1) * sizeof(WCHAR);
}

void check_wide(const char *file, int line, const char *what, const WCHAR *expected, const WCHAR *actual)
{
    size_t size = wide_size(expected);

    if (wide_size(actual) == size && !memcmp(expected, actual, size))
        return;
    failures++;
    printf("# %s:%d: %s: other text\n", file, line, what);
    print_bytes("expected", (const unsigned char *)expected, size);
    print_bytes("found   ", (const unsigned char *)actual, wide_size(actual));
}

static unsigned run_area(const char *area, const struct check_case *test, unsigned number)
{
    for (; test->name; test++) {
        failures = 0;
        world_begin();
        test->run();
        world_end();
        failed_cases += failures != 0;
        printf("%s %u - %s/%s\n", failures ? "not ok" : "ok", ++number, area, test->name);
        fflush(stdout);
    }
    return number;
}

unsigned check_run_body(unsigned body)
{
    failures = 0;
    world_join();
    process_bodies[body]();
    fflush(stdout);
    return failures;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        const struct check_case *cases;
    } areas[] = {
        { "memory", memory_cases },
        { "text", text_cases },
        { "com", com_cases },
        { "crypt", crypt_cases },
        { "file", file_cases },
        { "folder", folder_cases },
        { "sync", sync_cases },
        { "process", process_cases },
        { "processes", processes_cases },
        { "resource", resource_cases },
        { "window", window_cases },
        { "message", message_cases },
        { "dialog", dialog_cases },
        { "controls", controls_cases },
        { "common_controls", common_controls_cases },
        { "dialog_keys", dialog_keys_cases },
        { "registry_keys", registry_keys_cases },
        { "registry_values", registry_values_cases },
        { "registry_enum", registry_enum_cases },
        { "registry_access", registry_access_cases },
        { "registry_ansi", registry_ansi_cases },
    };
    unsigned number = 0;

    if (argc == 2)
        return (int)check_run_body((unsigned)strtoul(argv[1], NULL, 10));
    for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++)
        number = run_area(areas[i].name, areas[i].cases, number);
    printf("1..%u\n", number);
    return failed_cases != 0;
}
