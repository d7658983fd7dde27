/* Growable text, and memory that is never NULL: the driver ends with exit code 4 when there is none left (the
 * watchdog tidies up behind it). */
#ifndef IDT_DRIVER_STR_H
#define IDT_DRIVER_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
    char *data; /* always terminated once something was added; NULL before */
    size_t length, capacity;
};

void *xcalloc(size_t count, size_t size);
void *xrealloc(void *memory, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);
/* What they do where there is none left. */
_Noreturn void out_of_memory(void);
char *xformat(const char *format, ...) __attribute__((format(printf, 1, 2)));

void str_add(struct str *str, const char *data, size_t length);
void str_puts(struct str *str, const char *string);
void str_addf(struct str *str, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *str_text(const struct str *str); /* never NULL */
void str_clear(struct str *str);
void str_free(struct str *str);

/* A list of strings that it owns. */
struct list {
    char **items;
    size_t count, capacity;
};

void list_add(struct list *list, const char *item);
void list_take(struct list *list, char *item); /* item: from malloc, now the list's */
bool list_has(const struct list *list, const char *item);
void list_sort(struct list *list);
bool list_has_sorted(const struct list *list, const char *item); /* after list_sort() */
void list_free(struct list *list);

#endif
