/* What a DLL says of itself. */
#include "platform.h"

#include <stdio.h>
#include "sha256.h"

enum { PATH_UNITS = 1024, DLL_LIMIT = 64 << 20 };

static const char *machine_of(HMODULE module)
{
    const BYTE *base = (const BYTE *)module;
    const IMAGE_NT_HEADERS *nt = (const void *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);

    return nt->FileHeader.Machine == IMAGE_FILE_MACHINE_AMD64 ? "x86-64" : "x86";
}

/* From the resource itself: version.dll would be one more DLL to load. */
static void version_of(HMODULE module, char *text, size_t size)
{
    const HRSRC resource = FindResourceW(module, MAKEINTRESOURCEW(1), MAKEINTRESOURCEW(16));
    const BYTE *bytes = resource ? LockResource(LoadResource(module, resource)) : NULL;
    const DWORD n = resource ? SizeofResource(module, resource) : 0;

    for (DWORD at = 0; bytes && at + sizeof(VS_FIXEDFILEINFO) <= n; at += sizeof(DWORD)) {
        const VS_FIXEDFILEINFO *info = (const void *)(bytes + at);

        if (info->dwSignature != VS_FFI_SIGNATURE)
            continue;
        snprintf(text, size, "%u.%u.%u.%u", HIWORD(info->dwFileVersionMS), LOWORD(info->dwFileVersionMS),
                 HIWORD(info->dwFileVersionLS), LOWORD(info->dwFileVersionLS));
        return;
    }
}

/* The path as text of the trace. */
static void spell_path(const WCHAR *path, char *text, size_t size)
{
    struct buffer spelling;

    buffer_init(&spelling, TRACE_MAX_LINE);
    text_encode((const uint16_t *)path, wide_text(path).n, TEXT_STRING, &spelling);
    snprintf(text, size, "%s", spelling.data ? spelling.data : "");
    buffer_free(&spelling);
}

static bool hash_file(const char *path, char digits[65])
{
    char *data;
    size_t len;

    if (!platform_read_file(path, DLL_LIMIT, &data, &len))
        return false;
    sha256_text(data, len, digits);
    free(data);
    return true;
}

bool module_describe(HMODULE module, struct dll_info *info)
{
    WCHAR path[PATH_UNITS] = { 0 };
    char name[3 * PATH_UNITS];

    GetModuleFileNameW(module, path, PATH_UNITS - 1);
    spell_path(path, info->path, sizeof info->path);
    version_of(module, info->version, sizeof info->version);
    info->machine = machine_of(module);
    return wide_to_utf8(wide_text(path), name, sizeof name) && hash_file(name, info->sha256);
}

void *platform_function(const char *module, const char *name)
{
    const HMODULE loaded = LoadLibraryA(module);

    return loaded ? (void *)GetProcAddress(loaded, name) : NULL;
}

bool platform_loaded(const char *module)
{
    return GetModuleHandleA(module) != NULL;
}
