/* The file of a recorder while it grows (FORMAT.md 8). Its text is cut into chunks. A whole chunk stands where it belongs; the
 * one that is being written has one of two stages in front of all, in turn, which every process of the session maps. So
 * the memory that is written to is the same all the time: in a mapped file that grows each new page costs a fault, which is half of what a
 * recorded call costs where a hypervisor serves them. Whoever is killed leaves all that was published: a chunk is
 * written to its place before the next one begins in the other stage. */
#ifndef IDT_SESSION_H
#define IDT_SESSION_H

#include <stddef.h>

#define SESSION_MAGIC "IDT-REC 1 "

enum {
    SESSION_HEADER = 64,
    SESSION_LENGTH = 10, /* where the text's length begins: digits, written last */
    SESSION_DIGITS = 20,
    SESSION_TURN = 32,       /* a word: the process whose turn it is to write, or blanks */
    SESSION_CHUNK = 1 << 17, /* no line is longer, so it lies in two chunks at most */
    SESSION_MAPPED = SESSION_HEADER + 2 * SESSION_CHUNK
};

/* Where in the file the stage of the n-th chunk begins, and where its place. */
static inline size_t session_stage(size_t n)
{
    return SESSION_HEADER + n % 2 * SESSION_CHUNK;
}

static inline size_t session_place(size_t n)
{
    return SESSION_MAPPED + n * SESSION_CHUNK;
}

/* The text of a whole file, up to its last whole line. New, *length bytes and a 0, free(). NULL: no session, no text, not all
 * of it is there, or no memory. */
char *session_text(const char *bytes, size_t size, size_t *length);

#endif
