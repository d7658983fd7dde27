#include "internal.h"
#include <winnls.h>
#include "window.h"

/* A compiled resource file: entries of header and data, each padded to four bytes. */
static const unsigned char *resources;
static size_t resources_size;
static LANGID language = MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US);

void stub_set_resources(const void *res, size_t size)
{
    resources = res;
    resources_size = size;
}

void stub_set_language(LANGID id)
{
    language = id;
}

struct resource {
    WORD type; /* 0: named by text */
    WORD name;
    const WCHAR *name_text; /* where NAME is 0 */
    LANGID language;
    const unsigned char *data;
    uint32_t size;
};

static uint32_t read32(const unsigned char *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof(value));
    return value;
}

static WORD read16(const unsigned char *at)
{
    WORD value;

    memcpy(&value, at, sizeof(value));
    return value;
}

/* The number behind 0xffff, or 0 for a text; *at moves behind it. */
static WORD read_id(const unsigned char **at, const unsigned char *end)
{
    WORD id = 0;

    if (read16(*at) == 0xffff) {
        id = read16(*at + 2);
        *at += 4;
        return id;
    }
    while (*at + 2 < end && read16(*at))
        *at += 2;
    *at += 2;
    return id;
}

static bool next_resource(size_t *offset, struct resource *resource)
{
    const unsigned char *header;
    const unsigned char *end;
    uint32_t header_size;

    if (*offset + 32 > resources_size)
        return false;
    header = resources + *offset;
    resource->size = read32(header);
    header_size = read32(header + 4);
    if (header_size < 32 || header_size > resources_size - *offset ||
        resource->size > resources_size - *offset - header_size)
        return false;
    end = header + header_size;
    resource->data = end;
    *offset += (header_size + resource->size + 3) & ~(size_t)3;
    header += 8;
    resource->type = read_id(&header, end);
    resource->name_text = (const WCHAR *)header;
    resource->name = read_id(&header, end);
    resource->language = read16(end - 10); /* before version and characteristics */
    return true;
}

/* As the loader does: the account's language, its primary language, English, whatever comes first. */
static int rank(LANGID id)
{
    if (id == language)
        return 5;
    if (PRIMARYLANGID(id) == PRIMARYLANGID(language))
        return 4;
    if (id == 0)
        return 3;
    return PRIMARYLANGID(id) == LANG_ENGLISH ? 2 : 1;
}

static bool is_named(const struct resource *resource, const WCHAR *name)
{
    if ((uintptr_t)name < 0x10000)
        return resource->name == (uintptr_t)name;
    return !resource->name &&
           !sim_wide_compare(resource->name_text, sim_wide_length(resource->name_text), name, sim_wide_length(name));
}

static bool find_resource(WORD type, const WCHAR *name, struct resource *found)
{
    struct resource resource;
    size_t offset = 0;
    int best = 0;

    while (next_resource(&offset, &resource)) {
        if (resource.type != type || !is_named(&resource, name) || rank(resource.language) <= best)
            continue;
        best = rank(resource.language);
        *found = resource;
    }
    return best > 0;
}

const void *sim_resource(WORD type, const WCHAR *name)
{
    struct resource resource;

    if (find_resource(type, name, &resource))
        return resource.data;
    SetLastError(ERROR_RESOURCE_NAME_NOT_FOUND);
    return NULL;
}

/* Tables of sixteen counted strings. */
static const unsigned char *find_string(UINT id, WORD *length)
{
    struct resource table;
    const unsigned char *at;
    const unsigned char *end;

    if (!find_resource(6, MAKEINTRESOURCEW(id / 16 + 1), &table))
        return NULL;
    at = table.data;
    end = table.data + table.size;
    for (UINT i = 0; i < id % 16 && at + 2 <= end; i++)
        at += 2 + 2 * (size_t)read16(at);
    if (at + 2 > end || at + 2 + 2 * (size_t)read16(at) > end)
        return NULL;
    *length = read16(at);
    return at + 2;
}

/* No pointer into the resources (size 0) is given: nobody here asks for it. */
int WINAPI LoadStringW(HINSTANCE module, UINT id, LPWSTR text, int room)
{
    const unsigned char *string;
    WORD length;

    (void)module;
    if (!text || room <= 0)
        return -1;
    if (sim_fault("LoadStringW")) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    string = find_string(id, &length);
    if (!string) {
        SetLastError(ERROR_RESOURCE_NAME_NOT_FOUND);
        return 0;
    }
    if (length >= room)
        length = (WORD)(room - 1);
    if (length)
        memcpy(text, string, length * sizeof(WCHAR));
    if (room > 1)
        text[length] = 0;
    return length;
}
