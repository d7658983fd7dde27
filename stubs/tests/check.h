/* A test framework that needs nothing but C, so that the same cases run natively against the stubs and as a PE against
 * the real functions. Each case begins with an empty HKEY_CURRENT_USER. Output is TAP. */
#ifndef STUBS_TESTS_CHECK_H
#define STUBS_TESTS_CHECK_H

#include <stdarg.h>
#include <windef.h>
#include <winbase.h>
#include <winreg.h>

struct check_case {
    const char *name;
    void (*run)(void);
};

/* One per area; the last has no name. */
extern const struct check_case registry_keys_cases[];
extern const struct check_case registry_values_cases[];
extern const struct check_case registry_enum_cases[];
extern const struct check_case registry_access_cases[];
extern const struct check_case registry_ansi_cases[];
extern const struct check_case memory_cases[];
extern const struct check_case text_cases[];
extern const struct check_case com_cases[];
extern const struct check_case crypt_cases[];
extern const struct check_case file_cases[];
extern const struct check_case folder_cases[];
extern const struct check_case sync_cases[];
extern const struct check_case process_cases[];
extern const struct check_case resource_cases[];
extern const struct check_case window_cases[];
extern const struct check_case controls_cases[];
extern const struct check_case common_controls_cases[];
extern const struct check_case dialog_keys_cases[];
extern const struct check_case dialog_cases[];
extern const struct check_case message_cases[];
extern const struct check_case processes_cases[];

/* What a second process does. */
typedef void (*check_body)(void);
extern const check_body process_bodies[];
/* How many of its checks failed; its exit code. */
unsigned check_run_body(unsigned body);

void check_number(const char *file, int line, const char *what, long long expected, long long actual);
void check_bytes(const char *file, int line, const char *what, const void *expected, const void *actual, size_t size);
void check_wide(const char *file, int line, const char *what, const WCHAR *expected, const WCHAR *actual);

#define CHECK(expected, actual)             check_number(__FILE__, __LINE__, #actual, (long long)(expected), (long long)(actual))
#define CHECK_TRUE(condition)               check_number(__FILE__, __LINE__, #condition, 1, !!(condition))
#define CHECK_BYTES(expected, actual, size) check_bytes(__FILE__, __LINE__, #actual, expected, actual, size)
#define CHECK_WIDE(expected, actual)        check_wide(__FILE__, __LINE__, #actual, expected, actual)

/* world_native.c and world_pe.c */
void world_begin(void);
/* An empty folder of the case's own, and something in it; good until the next call. */
const WCHAR *world_path(const WCHAR *below);
/* An empty file there. */
void world_file(const WCHAR *below);
void world_end(void);
/* A second process, which runs that body; a handle to it. */
HANDLE world_start(unsigned body, DWORD *id);
/* In it, first of all. */
void world_join(void);

#endif
