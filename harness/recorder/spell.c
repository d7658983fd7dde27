/* Values of a call as the lines of a recording hold them. */
#include "recorder.h"

#include "agent/places.h"
#include "trace/text.h"
#include "trace/trace.h"

enum { TITLE_UNITS = 128 };

/* Where most callers have what they pass: the part of the thread's stack that is in use. */
static bool is_on_stack(const void *memory, size_t size)
{
    const NT_TIB *tib;
    char here;

#ifdef _WIN64
    __asm__("movq %%gs:0x30, %0" : "=r"(tib));
#else
    __asm__("movl %%fs:0x18, %0" : "=r"(tib));
#endif
    return (const char *)memory > &here && (const char *)memory < (const char *)tib->StackBase &&
           size <= (size_t)((const char *)tib->StackBase - (const char *)memory);
}

bool memory_readable(const void *memory, size_t size)
{
    const char *at = memory, *end = at + size;
    MEMORY_BASIC_INFORMATION info;

    if (is_on_stack(memory, size))
        return true;

    for (; at < end; at = (const char *)info.BaseAddress + info.RegionSize)
        if (!VirtualQuery(at, &info, sizeof info) || info.State != MEM_COMMIT ||
            info.Protect & (PAGE_NOACCESS | PAGE_GUARD) || info.Protect == PAGE_EXECUTE)
            return false;
    return true;
}

/* Wrappers of either way, and the application's own objects, by the number of their wrapper. */
void spell_pointer(const void *pointer, struct buffer *out)
{
    const struct sink *sink = pointer ? wrap_of(pointer) : NULL;

    if (!pointer)
        buffer_puts(out, "null");
    else if (sink || (sink = wrap_known(pointer, WAY_IN)) != NULL) {
        buffer_putc(out, sink->way == WAY_OUT ? 'p' : 's');
        buffer_put_number(out, sink->number);
    } else {
        buffer_putc(out, '-');
    }
}

void spell_guid(const GUID *guid, struct buffer *out)
{
    char text[CAT_GUID_TEXT];
    struct cat_guid plain;

    memcpy(&plain, guid, sizeof plain);
    cat_guid_text(&plain, text);
    buffer_printf(out, "{%s}", text);
}

/* Up to the terminator; a text without one is open. */
void spell_text(const WCHAR *text, size_t limit, struct buffer *out)
{
    size_t n = 0;

    while (n < limit && text[n])
        n++;
    if (n == limit) {
        buffer_putc(out, '-');
        return;
    }
    buffer_putc(out, '"');
    places_encode((struct wide){ text, n }, out);
    buffer_putc(out, '"');
}

static void spell_in_text(const struct cat_param *param, const WCHAR *text, struct buffer *out)
{
    size_t n = 0;

    while (n < TRACE_MAX_STRING && memory_readable(text + n, sizeof *text) && text[n])
        n++;
    if (n == TRACE_MAX_STRING || !memory_readable(text + n, sizeof *text))
        buffer_putc(out, '-');
    else if (n && strcmp(param->name, "pszName") != 0)
        buffer_printf(out, "secret %s", secrets_name((const uint16_t *)text, n));
    else
        spell_text(text, TRACE_MAX_STRING, out);
}

/* "w1002a "Mail"": the driver makes one of that title. */
static void spell_window(HWND window, struct buffer *out)
{
    int(WINAPI * title_of)(HWND, WCHAR *, int) = (void *)GetProcAddress(GetModuleHandleA("user32"), "GetWindowTextW");
    WCHAR title[TITLE_UNITS] = { 0 };

    if (title_of)
        title_of(window, title, TITLE_UNITS);
    buffer_printf(out, "w%lx ", (unsigned long)(ULONG_PTR)window);
    spell_text(title, TITLE_UNITS, out);
}

static void spell_number(enum cat_group group, DWORD number, struct buffer *out)
{
    char text[256];

    cat_number_text(group, number, text, sizeof text);
    buffer_puts(out, text);
}

void spell_in(const struct cat_param *param, UINT_PTR value, const UINT_PTR *all, struct buffer *out)
{
    switch (param->kind) {
    case CAT_IN_NUMBER:
        spell_number(param->group, (DWORD)value, out);
        return;
    case CAT_IN_INTERFACE:
        spell_pointer((const void *)value, out);
        return;
    default:
        break;
    }
    if (!value)
        buffer_puts(out, "null");
    else if (param->kind == CAT_IN_GUID)
        spell_guid((const GUID *)value, out);
    else if (param->kind == CAT_IN_TEXT)
        spell_in_text(param, (const WCHAR *)value, out);
    else if (param->kind == CAT_IN_WINDOW)
        spell_window((HWND)value, out);
    else if (param->kind == CAT_OUT_TEXT)
        buffer_printf(out, "&[%lu]", (unsigned long)all[param->partner]);
    else
        buffer_putc(out, '&');
}

void spell_detail(const char *word, const struct detail *detail, struct buffer *out)
{
    static const char bar[] = "| ";
    struct buffer text;

    buffer_init(&text, TRACE_MAX_LINE);
    trace_print_detail(detail, 0, &text);
    if (text.len > sizeof bar) {
        buffer_printf(out, "%s ", word);
        buffer_append(out, text.data + sizeof bar - 1, text.len - sizeof bar); /* without the newline */
    }
    buffer_free(&text);
}
