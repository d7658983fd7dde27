#include "driver/str.h"

#include "driver/problem.h"

#include <unistd.h>

_Noreturn void out_of_memory(void)
{
    static const char message[] = "identical: out of memory\n";

    (void)!write(STDERR_FILENO, message, sizeof(message) - 1);
    _exit(CODE_INTERNAL);
}

void *xcalloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);

    if (!memory)
        out_of_memory();
    return memory;
}

void *xrealloc(void *memory, size_t size)
{
    void *grown = realloc(memory, size ? size : 1);

    if (!grown)
        out_of_memory();
    return grown;
}

char *xstrndup(const char *text, size_t length)
{
    char *copy = xcalloc(1, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *xstrdup(const char *text)
{
    return xstrndup(text, strlen(text));
}

static void reserve(struct str *str, size_t extra)
{
    size_t wanted = str->length + extra + 1;

    if (wanted <= str->capacity)
        return;
    str->capacity = wanted + wanted / 2 + 32;
    str->data = xrealloc(str->data, str->capacity);
}

void str_add(struct str *str, const char *data, size_t length)
{
    reserve(str, length);
    memcpy(str->data + str->length, data, length);
    str->length += length;
    str->data[str->length] = 0;
}

void str_puts(struct str *str, const char *string)
{
    str_add(str, string, strlen(string));
}

static void add_formatted(struct str *str, const char *format, va_list arguments)
{
    va_list again;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        out_of_memory();
    reserve(str, (size_t)length);
    vsnprintf(str->data + str->length, (size_t)length + 1, format, arguments);
    str->length += (size_t)length;
}

void str_addf(struct str *str, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add_formatted(str, format, arguments);
    va_end(arguments);
}

char *xformat(const char *format, ...)
{
    struct str text = { 0 };
    va_list arguments;

    va_start(arguments, format);
    add_formatted(&text, format, arguments);
    va_end(arguments);
    return text.data;
}

const char *str_text(const struct str *str)
{
    return str->data ? str->data : "";
}

void str_clear(struct str *str)
{
    str->length = 0;
    if (str->data)
        str->data[0] = 0;
}

void str_free(struct str *str)
{
    free(str->data);
    memset(str, 0, sizeof(*str));
}

void list_take(struct list *list, char *item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity * 2 + 8;
        list->items = xrealloc(list->items, list->capacity * sizeof(*list->items));
    }
    list->items[list->count++] = item;
}

void list_add(struct list *list, const char *item)
{
    list_take(list, xstrdup(item));
}

bool list_has(const struct list *list, const char *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i], item))
            return true;
    return false;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

void list_sort(struct list *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof(*list->items), by_bytes);
}

bool list_has_sorted(const struct list *list, const char *item)
{
    return list->count && bsearch(&item, list->items, list->count, sizeof(*list->items), by_bytes);
}

void list_free(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    memset(list, 0, sizeof(*list));
}
