#include "catalogue/catalogue.h"

void cat_guid_text(const struct cat_guid *guid, char text[CAT_GUID_TEXT])
{
    const uint8_t bytes[16] = { (uint8_t)(guid->data1 >> 24),
                                (uint8_t)(guid->data1 >> 16),
                                (uint8_t)(guid->data1 >> 8),
                                (uint8_t)guid->data1,
                                (uint8_t)(guid->data2 >> 8),
                                (uint8_t)guid->data2,
                                (uint8_t)(guid->data3 >> 8),
                                (uint8_t)guid->data3,
                                guid->data4[0],
                                guid->data4[1],
                                guid->data4[2],
                                guid->data4[3],
                                guid->data4[4],
                                guid->data4[5],
                                guid->data4[6],
                                guid->data4[7] };
    char *to = text;

    for (unsigned i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = "0123456789ABCDEF"[bytes[i] >> 4];
        *to++ = "0123456789ABCDEF"[bytes[i] & 15];
    }
    *to = 0;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool cat_guid_parse(const char *text, struct cat_guid *guid)
{
    uint8_t bytes[16];
    size_t n = 0;

    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        int value = digit(text[i]);

        if (dash ? text[i] != '-' : value < 0)
            return false;
        if (dash)
            continue;
        bytes[n / 2] = (uint8_t)(n % 2 ? bytes[n / 2] << 4 | value : value);
        n++;
    }
    guid->data1 = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    guid->data2 = (uint16_t)(bytes[4] << 8 | bytes[5]);
    guid->data3 = (uint16_t)(bytes[6] << 8 | bytes[7]);
    memcpy(guid->data4, bytes + 8, 8);
    return true;
}

bool cat_guid_equal(const struct cat_guid *a, const struct cat_guid *b)
{
    return !memcmp(a, b, sizeof(*a)); /* no padding in it */
}
