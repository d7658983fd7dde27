#include "driver/pe.h"

#include "driver/files.h"

#define PE_LIMIT    (256u << 20)
#define MAX_EXPORTS 65536u

struct image {
    const unsigned char *data;
    size_t size;
    size_t sections; /* offset of the section table */
    unsigned section_count;
};

static bool inside(const struct image *image, size_t at, size_t length)
{
    return at <= image->size && length <= image->size - at;
}

static uint16_t u16(const struct image *image, size_t at)
{
    return (uint16_t)(image->data[at] | image->data[at + 1] << 8);
}

static uint32_t u32(const struct image *image, size_t at)
{
    return u16(image, at) | (uint32_t)u16(image, at + 2) << 16;
}

/* Offset in the file of length bytes at an address of the image; false if no section holds them. */
static bool at_address(const struct image *image, uint32_t address, size_t length, size_t *at)
{
    for (unsigned i = 0; i < image->section_count; i++) {
        size_t section = image->sections + i * 40u;
        uint32_t start = u32(image, section + 12), raw = u32(image, section + 16);

        if (address < start || address - start >= raw)
            continue;
        *at = (size_t)u32(image, section + 20) + (address - start);
        return inside(image, *at, length);
    }
    return false;
}

static bool read_name(const struct image *image, uint32_t address, struct list *names)
{
    size_t at, end;

    if (!at_address(image, address, 1, &at))
        return false;
    for (end = at; end < image->size && image->data[end]; end++)
        if (end - at > 512)
            return false;
    if (end == image->size)
        return false;
    list_take(names, xstrndup((const char *)image->data + at, end - at));
    return true;
}

static bool read_exports(const struct image *image, uint32_t directory, struct list *names)
{
    size_t at, table;
    uint32_t count;

    if (!directory)
        return true; /* no exports at all is well formed */
    if (!at_address(image, directory, 40, &at))
        return false;
    count = u32(image, at + 24);
    if (!count)
        return true;
    if (count > MAX_EXPORTS || !at_address(image, u32(image, at + 32), (size_t)count * 4, &table))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!read_name(image, u32(image, table + i * 4u), names))
            return false;
    return true;
}

/* The fixed part of a version resource begins with this signature, wherever the resource tree puts it; its structure
 * version follows. One search instead of a walk through a hostile tree. */
static void read_version(const struct image *image, uint32_t directory, uint32_t length, struct pe *pe)
{
    size_t at;

    if (!directory || length < 52 || !at_address(image, directory, length, &at))
        return;
    pe_read_words(image->data + at, length, pe);
    for (size_t i = at; i + 16 <= at + length; i += 4) {
        if (u32(image, i) != 0xFEEF04BDu || u32(image, i + 4) >> 16 != 1)
            continue;
        snprintf(pe->version, sizeof(pe->version), "%u.%u.%u.%u", u16(image, i + 10), u16(image, i + 8),
                 u16(image, i + 14), u16(image, i + 12));
        return;
    }
}

static bool malformed(const char *path, const char *what, struct problem *problem)
{
    return problem_set(problem, CODE_USAGE, "%s: expected a PE file, found %s", path, what);
}

static bool read_headers(struct image *image, size_t header, const char *path, struct pe *pe, size_t *directories,
                         struct problem *problem)
{
    size_t optional = header + 24;
    unsigned optional_size, magic;

    pe->machine_number = u16(image, header + 4);
    pe->machine = pe->machine_number == 0x8664 ? PE_X86_64 : pe->machine_number == 0x14c ? PE_X86 : PE_OTHER;
    pe->is_dll = u16(image, header + 22) & 0x2000;
    image->section_count = u16(image, header + 6);
    optional_size = u16(image, header + 20);
    image->sections = optional + optional_size;
    if (optional_size < 2 || !inside(image, optional, optional_size) ||
        !inside(image, image->sections, image->section_count * 40u))
        return malformed(path, "a header that ends early", problem);
    magic = u16(image, optional);
    *directories = optional + (magic == 0x20b ? 112 : 96);
    if ((magic != 0x20b && magic != 0x10b) || *directories + 24 > image->sections)
        return malformed(path, "an optional header of an unknown kind", problem);
    return true;
}

bool pe_read(const unsigned char *data, size_t size, const char *path, struct pe *pe, struct problem *problem)
{
    struct image image = { data, size, 0, 0 };
    size_t header, directories = 0;

    memset(pe, 0, sizeof(*pe));
    if (!inside(&image, 0, 64) || data[0] != 'M' || data[1] != 'Z')
        return malformed(path, "something else", problem);
    header = u32(&image, 60);
    if (!inside(&image, header, 24) || memcmp(data + header, "PE\0", 4))
        return malformed(path, "a program without a PE header", problem);
    if (!read_headers(&image, header, path, pe, &directories, problem))
        return false;
    if (pe->machine == PE_OTHER)
        return true; /* refused by its machine; its directories need not make sense to us */
    if (!read_exports(&image, u32(&image, directories), &pe->exports))
        return malformed(path, "an export table that points outside", problem);
    read_version(&image, u32(&image, directories + 16), u32(&image, directories + 20), pe);
    return true;
}

bool pe_read_file(const char *path, struct pe *pe, struct problem *problem)
{
    struct str content = { 0 };
    bool ok;

    memset(pe, 0, sizeof(*pe));
    ok = file_read(path, PE_LIMIT, &content, problem) &&
         pe_read((const unsigned char *)content.data, content.length, path, pe, problem);
    str_free(&content);
    return ok;
}

void pe_free(struct pe *pe)
{
    list_free(&pe->exports);
}

const char *pe_machine_name(const struct pe *pe)
{
    static char other[24];

    if (pe->machine != PE_OTHER)
        return pe->machine == PE_X86 ? "x86" : "x86-64";
    snprintf(other, sizeof(other), "machine 0x%04x", pe->machine_number);
    return other;
}

bool pe_is_target(const struct pe *pe, const char *path, struct problem *problem)
{
    if (pe->machine == PE_OTHER)
        return problem_set(problem, CODE_USAGE,
                           "%s: expected a DLL for x86-64 or x86, found one for %s, which no lane runs", path,
                           pe_machine_name(pe));
    if (!pe->is_dll)
        return problem_set(problem, CODE_USAGE, "%s: expected a DLL, found a program", path);
    if (!list_has(&pe->exports, "DllGetClassObject"))
        return problem_set(problem, CODE_USAGE,
                           "%s: expected a DLL that exports DllGetClassObject, found %zu other exports", path,
                           pe->exports.count);
    return true;
}
