#include "internal.h"

size_t sim_wide_length(const WCHAR *text)
{
    const WCHAR *end = text;

    while (*end)
        end++;
    return (size_t)(end - text);
}

int sim_wide_compare(const WCHAR *a, size_t a_length, const WCHAR *b, size_t b_length)
{
    size_t common = a_length < b_length ? a_length : b_length;

    for (size_t i = 0; i < common; i++) {
        int order = a[i] == b[i] ? 0 : sim_case_lower(a[i]) - sim_case_lower(b[i]);

        if (order)
            return order;
    }
    return a_length == b_length ? 0 : a_length < b_length ? -1 : 1;
}

/* 0x80 to 0x9f of Windows-1252; the holes map to the control characters of the same number. */
static const WCHAR ansi_high[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

WCHAR sim_wide_from_ansi(unsigned char c)
{
    return c >= 0x80 && c < 0xa0 ? ansi_high[c - 0x80] : c;
}

unsigned char sim_wide_to_ansi(WCHAR c, bool *fitted)
{
    if (c < 0x80 || (c >= 0xa0 && c < 0x100))
        return (unsigned char)c;
    for (unsigned i = 0; i < 32; i++)
        if (ansi_high[i] == c)
            return (unsigned char)(0x80 + i);
    *fitted = false;
    return '?';
}
