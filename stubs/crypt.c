#include "internal.h"
#include <wincrypt.h>

/* A stand-in for DPAPI, no protection at all: header, description, data, the latter two masked by a stream that the
 * entropy seeds. The size depends on the sizes of description and data alone. */
struct protected_header {
    unsigned char magic[8];
    uint32_t description_size; /* bytes */
    uint32_t data_size;
    uint64_t check;            /* over entropy, description and data */
    unsigned char padding[96]; /* a real blob is over a hundred bytes longer than its data */
};
static const unsigned char magic[8] = { 'n', 'o', 't', ' ', 'D', 'P', 'A', 'P' };

static uint64_t hash(uint64_t seed, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < size; i++)
        seed = (seed ^ byte[i]) * 0x100000001b3u;
    return seed;
}

static uint64_t seed_of(const DATA_BLOB *entropy)
{
    static const uint64_t offset_basis = 0xcbf29ce484222325u;

    return entropy ? hash(offset_basis, entropy->pbData, entropy->cbData) : offset_basis;
}

static void mask(uint64_t seed, unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        seed = hash(seed, "stub", 4);
        bytes[i] ^= (unsigned char)(seed >> 32);
    }
}

static BOOL fail(DWORD error)
{
    SetLastError(error);
    return FALSE;
}

/* The results' own fault points rest: the function as a whole has one. */
static void *allocate(size_t size)
{
    void *memory;

    stub_fault_pause();
    memory = LocalAlloc(0, size);
    stub_fault_resume();
    return memory;
}

BOOL WINAPI CryptProtectData(DATA_BLOB *in, LPCWSTR description, DATA_BLOB *entropy, PVOID reserved,
                             CRYPTPROTECT_PROMPTSTRUCT *prompt, DWORD flags, DATA_BLOB *out)
{
    struct protected_header header = { .data_size = in ? in->cbData : 0 };
    unsigned char *body;

    (void)reserved;
    (void)prompt;
    (void)flags;
    if (!in || !out)
        return fail(ERROR_INVALID_PARAMETER);
    if (sim_fault("CryptProtectData"))
        return fail(ERROR_NOT_ENOUGH_MEMORY);
    if (!description)
        description = L"";
    header.description_size = (uint32_t)((sim_wide_length(description) + 1) * sizeof(WCHAR));
    out->cbData = (DWORD)sizeof(header) + header.description_size + header.data_size;
    out->pbData = allocate(out->cbData);
    if (!out->pbData)
        return fail(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(header.magic, magic, sizeof(magic));
    body = out->pbData + sizeof(header);
    memcpy(body, description, header.description_size);
    if (header.data_size)
        memcpy(body + header.description_size, in->pbData, header.data_size);
    header.check = hash(seed_of(entropy), body, header.description_size + header.data_size);
    mask(seed_of(entropy), body, header.description_size + header.data_size);
    memcpy(out->pbData, &header, sizeof(header));
    return TRUE;
}

static bool readable(const DATA_BLOB *in, struct protected_header *header)
{
    if (in->cbData < sizeof(*header))
        return false;
    memcpy(header, in->pbData, sizeof(*header));
    return !memcmp(header->magic, magic, sizeof(magic)) && header->description_size >= sizeof(WCHAR) &&
           (uint64_t)sizeof(*header) + header->description_size + header->data_size == in->cbData;
}

/* BODY in clear text becomes what the caller gets. */
static bool give_clear(const struct protected_header *header, const unsigned char *body, WCHAR **description,
                       DATA_BLOB *out)
{
    out->pbData = allocate(header->data_size);
    if (!out->pbData)
        return false;
    out->cbData = header->data_size;
    memcpy(out->pbData, body + header->description_size, header->data_size);
    if (!description)
        return true;
    *description = allocate(header->description_size);
    if (*description)
        memcpy(*description, body, header->description_size);
    return *description != NULL;
}

BOOL WINAPI CryptUnprotectData(DATA_BLOB *in, LPWSTR *description, DATA_BLOB *entropy, PVOID reserved,
                               CRYPTPROTECT_PROMPTSTRUCT *prompt, DWORD flags, DATA_BLOB *out)
{
    struct protected_header header;
    unsigned char *body;
    size_t size;
    bool done;

    (void)reserved;
    (void)prompt;
    (void)flags;
    if (!in || !out)
        return fail(ERROR_INVALID_PARAMETER);
    if (sim_fault("CryptUnprotectData"))
        return fail((DWORD)NTE_BAD_KEY_STATE);
    if (!readable(in, &header))
        return fail(ERROR_INVALID_DATA);
    size = (size_t)header.description_size + header.data_size;
    body = malloc(size);
    if (!body)
        return fail(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(body, in->pbData + sizeof(header), size);
    mask(seed_of(entropy), body, size);
    if (hash(seed_of(entropy), body, size) != header.check) {
        free(body);
        return fail(ERROR_INVALID_DATA);
    }
    done = give_clear(&header, body, description, out);
    free(body);
    return done ? TRUE : fail(ERROR_NOT_ENOUGH_MEMORY);
}
