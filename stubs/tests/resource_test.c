#include "check.h"
#include <winuser.h>

/* The strings of resource_test.rc. */
static void strings(void)
{
    WCHAR text[32] = { 0x5555 };
    HINSTANCE module = GetModuleHandleW(NULL);

    CHECK(5, LoadStringW(module, 1, text, 32));
    CHECK_WIDE(L"First", text);
    CHECK(9, LoadStringW(module, 15, text, 32));
    CHECK_WIDE(L"Fifteenth", text);
    CHECK(12, LoadStringW(module, 16, text, 32));
    CHECK_WIDE(L"Second table", text);
    CHECK(3, LoadStringW(module, 1000, text, 32));
    CHECK_WIDE(L"\u00e9t\u00e9", text);
}

static void missing_strings(void)
{
    WCHAR text[32] = { 0x5555 };
    HINSTANCE module = GetModuleHandleW(NULL);

    CHECK(0, LoadStringW(module, 2, text, 32));
    CHECK(0, text[0]);
    text[0] = 0x5555;
    CHECK(0, LoadStringW(module, 5000, text, 32));
    CHECK(0x5555, text[0]);
    CHECK(0, LoadStringW(module, 0, text, 32));
}

static void small_buffers(void)
{
    WCHAR text[32] = { 0x5555 };
    HINSTANCE module = GetModuleHandleW(NULL);

    CHECK(3, LoadStringW(module, 1, text, 4));
    CHECK_WIDE(L"Fir", text);
    text[0] = 0x5555;
    CHECK(0, LoadStringW(module, 1, text, 1));
    CHECK(0x5555, text[0]);
}

const struct check_case resource_cases[] = {
    { "strings", strings },
    { "missing_strings", missing_strings },
    { "small_buffers", small_buffers },
    { NULL, NULL },
};
