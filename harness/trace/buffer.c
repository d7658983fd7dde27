#include "trace/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include "trace/copy.h"

void buffer_init(struct buffer *buffer, size_t limit)
{
    memset(buffer, 0, sizeof(*buffer));
    buffer->limit = limit;
}

void buffer_init_in(struct buffer *buffer, char *memory, size_t size, size_t limit)
{
    *buffer = (struct buffer){ .data = memory, .capacity = size, .limit = limit, .lent = true };
    memory[0] = 0;
}

void buffer_free(struct buffer *buffer)
{
    if (!buffer->lent)
        free(buffer->data);
    buffer_init(buffer, buffer->limit);
}

void buffer_reset(struct buffer *buffer)
{
    buffer->len = 0;
    buffer->status = ST_OK;
    if (buffer->data)
        buffer->data[0] = 0;
}

/* Room for `len` more and a terminator. */
static enum status make_room(struct buffer *buffer, size_t len)
{
    if (buffer->status)
        return buffer->status;
    if (len > buffer->limit || buffer->len > buffer->limit - len)
        return buffer->status = ST_LIMIT;
    if (buffer->data && buffer->capacity - buffer->len > len)
        return ST_OK;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
    if (capacity < buffer->len + len + 1)
        capacity = buffer->len + len + 1;
    char *data = realloc(buffer->lent ? NULL : buffer->data, capacity);
    if (!data)
        return buffer->status = ST_NO_MEMORY;
    if (buffer->lent)
        memcpy(data, buffer->data, buffer->len + 1);
    buffer->lent = false;
    buffer->data = data;
    buffer->capacity = capacity;
    return ST_OK;
}

void buffer_append(struct buffer *buffer, const char *data, size_t len)
{
    if (make_room(buffer, len))
        return;
    copy_text(buffer->data + buffer->len, data, len);
    buffer->len += len;
    buffer->data[buffer->len] = 0;
}

/* Names and words, mostly: as long as they fit they are looked at once, and no function is called for them. */
void buffer_puts(struct buffer *buffer, const char *text)
{
    const size_t room = buffer->capacity < buffer->limit ? buffer->capacity : buffer->limit;
    size_t len = buffer->len, i = 0;

    if (buffer->status)
        return;
    for (; len < room && len + 1 < buffer->capacity && text[i]; i++)
        buffer->data[len++] = text[i];
    if (text[i] || !buffer->data) {
        if (buffer->data)
            buffer->data[buffer->len] = 0;
        buffer_append(buffer, text, i + strlen(text + i));
        return;
    }
    buffer->len = len;
    buffer->data[len] = 0;
}

void buffer_putc(struct buffer *buffer, char c)
{
    if (make_room(buffer, 1))
        return;
    buffer->data[buffer->len++] = c;
    buffer->data[buffer->len] = 0;
}

void buffer_pad(struct buffer *buffer, size_t blanks)
{
    if (make_room(buffer, blanks))
        return;
    memset(buffer->data + buffer->len, ' ', blanks);
    buffer->len += blanks;
    buffer->data[buffer->len] = 0;
}

void buffer_put_number(struct buffer *buffer, unsigned long number)
{
    char digits[24], *at = digits + sizeof digits;

    do
        *--at = (char)('0' + number % 10);
    while (number /= 10);
    buffer_append(buffer, at, (size_t)(digits + sizeof digits - at));
}

void buffer_put_hex(struct buffer *buffer, unsigned long number, unsigned digits)
{
    char text[24], *const end = text + sizeof text, *at = end;

    do
        *--at = "0123456789ABCDEF"[number % 16];
    while ((number /= 16) || (size_t)(end - at) < digits);
    buffer_append(buffer, at, (size_t)(end - at));
}

/* Most texts fit into the room that is there: they are formatted once. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    const size_t room = buffer->data ? buffer->capacity - buffer->len : 0;
    va_list args;

    va_start(args, format);
    int n = vsnprintf(room ? buffer->data + buffer->len : NULL, room, format, args);
    va_end(args);
    const bool fits = n >= 0 && (size_t)n < room;
    if (n < 0 || make_room(buffer, (size_t)n)) {
        if (room)
            buffer->data[buffer->len] = 0;
        return;
    }
    if (!fits) {
        va_start(args, format);
        vsnprintf(buffer->data + buffer->len, (size_t)n + 1, format, args);
        va_end(args);
    }
    buffer->len += (size_t)n;
}
