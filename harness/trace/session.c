#include "session.h"

#include <stdlib.h>
#include <string.h>
#include "trace.h"

/* How long the text is that the header tells of. 0: none, or no header of a session. */
static size_t text_length(const char *bytes, size_t size)
{
    size_t length = 0;

    if (size < SESSION_HEADER || memcmp(bytes, SESSION_MAGIC, SESSION_LENGTH) != 0)
        return 0;
    for (unsigned i = 0; i < SESSION_DIGITS; i++) {
        const char digit = bytes[SESSION_LENGTH + i];

        if (digit < '0' || digit > '9' || length > TRACE_MAX_TRACE)
            return 0;
        length = length * 10 + (size_t)(digit - '0');
    }
    return length <= TRACE_MAX_TRACE ? length : 0;
}

char *session_text(const char *bytes, size_t size, size_t *length)
{
    const size_t all = text_length(bytes, size);
    const size_t chunks = all / SESSION_CHUNK, rest = all % SESSION_CHUNK;
    char *text;

    *length = 0;
    if (!all || session_stage(chunks) + rest > size || (chunks && session_place(chunks) > size))
        return NULL;
    text = malloc(all + 1);
    if (!text)
        return NULL;
    if (chunks)
        memcpy(text, bytes + session_place(0), all - rest);
    memcpy(text + (all - rest), bytes + session_stage(chunks), rest);
    *length = all;
    while (*length && text[*length - 1] != '\n') /* a last line that is cut */
        --*length;
    text[*length] = 0;
    if (*length)
        return text;
    free(text);
    return NULL;
}
