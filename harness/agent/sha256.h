#ifndef AGENT_SHA256_H
#define AGENT_SHA256_H

#include <stddef.h>

/* 64 lower case digits and a terminator. */
void sha256_text(const void *data, size_t len, char digits[65]);

#endif
