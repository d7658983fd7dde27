/* Encodings of text files from elsewhere. */
#ifndef IDT_DRIVER_ENCODING_H
#define IDT_DRIVER_ENCODING_H

#include "driver/problem.h"
#include "driver/str.h"

#include <stdint.h>

/* Appends data in another encoding, by iconv. Fails: an unknown name, or bytes that are none of it. */
bool encoding_convert(const char *to, const char *from, const char *data, size_t length, struct str *out);

/* Appends a file's text as UTF-8: UTF-16 with byte order mark, UTF-8, or else (*ansi) the code page. A lone surrogate of
 * UTF-16 becomes three bytes, as if it were a character. Fails: CODE_USAGE. */
bool encoding_read(const char *data, size_t length, const char *code_page, const char *name, struct str *out,
                   bool *ansi, struct problem *problem);

/* The next character or lone surrogate of such a text. Its length, 0: none. */
size_t encoding_next(const char *text, size_t length, uint32_t *code);

#endif
