#include "check.h"
#include <winuser.h>

static void upper_and_lower(void)
{
    WCHAR text[] = L"aZ9_\u00e4\u00df\u00ff\u0131\u03c3\u03c2\u0436\u00b5\u1e9e\uff41";

    CHECK(14, CharUpperBuffW(text, 14));
    CHECK_WIDE(L"AZ9_\u00c4\u00df\u0178\u0131\u03a3\u03c2\u0416\u00b5\u1e9e\uff21", text);
    CHECK(2, CharLowerBuffW(text, 2));
    CHECK_WIDE(L"az9_\u00c4\u00df\u0178\u0131\u03a3\u03c2\u0416\u00b5\u1e9e\uff21", text);
    CHECK_TRUE(CharUpperW(text) == text);
    CHECK_WIDE(L"AZ9_\u00c4\u00df\u0178\u0131\u03a3\u03c2\u0416\u00b5\u1e9e\uff21", text);
    CHECK_TRUE(CharLowerW(text) == text);
    CHECK_WIDE(L"az9_\u00e4\u00df\u00ff\u0131\u03c3\u03c2\u0436\u00b5\u1e9e\uff41", text);
    CHECK('A', (size_t)CharUpperW((WCHAR *)'a'));
    CHECK('a', (size_t)CharLowerW((WCHAR *)'A'));
    CHECK(0, CharUpperBuffW(NULL, 3));
}

static void comparison_without_case(void)
{
    CHECK(0, lstrcmpiW(L"", L""));
    CHECK(0, lstrcmpiW(L"C:\\Users\\\u00c4\u0416", L"c:\\uSERS\\\u00e4\u0436"));
    CHECK(-1, lstrcmpiW(L"a", L"B"));
    CHECK(1, lstrcmpiW(L"b", L"A"));
    CHECK(-1, lstrcmpiW(L"a", L"ab"));
    CHECK(1, lstrcmpiW(L"a", L""));
    CHECK(-1, lstrcmpiW(L"1", L"a"));
    CHECK(-1, lstrcmpiW(L"_", L"1"));
}

static unsigned long long fold(unsigned long long hash, WCHAR c)
{
    return (hash ^ c) * 0x100000001b3u;
}

/* Of every UTF-16 unit, as sums, since a table to compare with would be the table under test. */
static void every_unit(void)
{
    static WCHAR upper[0x10000];
    static WCHAR lower[0x10000];
    unsigned long long upper_sum = 0xcbf29ce484222325u;
    unsigned long long lower_sum = 0xcbf29ce484222325u;

    for (unsigned c = 0; c < 0x10000; c++)
        upper[c] = lower[c] = (WCHAR)c;
    CharUpperBuffW(upper, 0x10000);
    CharLowerBuffW(lower, 0x10000);
    for (unsigned c = 0; c < 0x10000; c++) {
        upper_sum = fold(upper_sum, upper[c]);
        lower_sum = fold(lower_sum, lower[c]);
    }
    CHECK((long long)0xcb8be776221b574c, upper_sum);
    CHECK(0x73a47d94ea4f565a, lower_sum);
}

const struct check_case text_cases[] = {
    { "upper_and_lower", upper_and_lower },
    { "comparison_without_case", comparison_without_case },
    { "every_unit", every_unit },
    { NULL, NULL },
};
