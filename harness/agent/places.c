#include "places.h"

enum { PLACE_UNITS = 600 };

static WCHAR places[N_PLACES][PLACE_UNITS];
/* In the order of the search: what lies inside of another place comes first. */
static const char *const names[N_PLACES] = { "local", "roaming", "profile", "module", "windows", "user" };

void places_set(enum place_name name, const WCHAR *text)
{
    const struct wide wide = wide_text(text);
    const size_t n = wide.n < PLACE_UNITS ? wide.n : PLACE_UNITS - 1;

    memcpy(places[name], text, n * sizeof(WCHAR));
    places[name][n] = 0;
}

const WCHAR *places_get(enum place_name name)
{
    return places[name];
}

enum place_name places_find(const char *name, size_t len)
{
    for (unsigned i = 0; i < N_PLACES; i++)
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
            return i;
    return N_PLACES;
}

static size_t put_symbol(struct wide text, enum place_name place, struct buffer *out)
{
    const struct wide start = wide_text(places[place]);

    if (!start.n || !wide_starts(text, places[place]) || (text.n > start.n && text.text[start.n] != '\\'))
        return 0;
    buffer_printf(out, "$(%s)", names[place]);
    return start.n;
}

void places_encode(struct wide text, struct buffer *out)
{
    size_t done = 0;

    for (unsigned i = 0; i < N_PLACES && !done; i++)
        done = put_symbol(text, i, out);
    text_encode((const uint16_t *)text.text + done, text.n - done, TEXT_STRING, out);
}

void places_encode_key(struct wide path, struct buffer *out)
{
    if (wide_starts(path, L"HKU\\")) {
        buffer_puts(out, "HKU\\");
        path.text += 4;
        path.n -= 4;
        const size_t done = put_symbol(path, PLACE_USER, out);
        path.text += done;
        path.n -= done;
    }
    text_encode((const uint16_t *)path.text, path.n, TEXT_KEY, out);
}
