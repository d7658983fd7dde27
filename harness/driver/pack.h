/* Data inside of the page: deflated, in base64, as the text of a script element that no browser runs. */
#ifndef IDT_DRIVER_PACK_H
#define IDT_DRIVER_PACK_H

#include "driver/str.h"

#include <stdio.h>

struct pack;

/* Begins <script type="text/plain" id="ID">. out and total must live until pack_end(); *total grows by what is written. */
struct pack *pack_begin(FILE *out, const char *id, size_t *total);
void pack_add(struct pack *pack, const char *data, size_t length);
void pack_puts(struct pack *pack, const char *text);
void pack_end(struct pack *pack); /* frees it */

void base64(const void *data, size_t length, struct str *out);
/* 'sha256-…' of a text, as a content security policy names a script. */
void pack_csp_hash(const char *text, size_t length, struct str *out);

#endif
