/* What of a text is private: names that are known, e-mail addresses, and the parts of paths that a user chose. */
#ifndef IDT_DRIVER_REDACT_TEXT_H
#define IDT_DRIVER_REDACT_TEXT_H

#include "driver/redact_words.h"
#include "driver/str.h"
#include "trace/text.h"

struct glyph {
    uint32_t code;
    const char *raw; /* as it stands in the text */
    size_t length;
    bool fixed;  /* no letter of a word: part of a GUID, a symbol, no character at all */
    bool marked; /* its word is private */
};

struct glyphs {
    struct glyph *items;
    size_t count;
};

struct private_name;

struct redact {
    struct redact_words *words;
    struct private_name *names;  /* a hash, by the whole text, folded */
    struct private_name *firsts; /* a hash, by the first word, of those that are looked for inside of texts */
};

/* Inside of quotes or of a key's brackets. */
void glyphs_read_text(const char *text, size_t length, enum text_place place, struct glyphs *glyphs);
/* Data of a value: little-endian units, or characters of a byte. `raw` stands for one of them each. */
void glyphs_read_bytes(const unsigned char *bytes, size_t size, bool wide, struct glyphs *glyphs);
void glyphs_free(struct glyphs *glyphs);

/* A name. `inside`: also where it is a part of another text. */
void redact_learn_name(struct redact *redact, const struct glyph *glyphs, size_t count, bool inside);
void redact_free(struct redact *redact);
/* Marks what is private. `whole`: only as a whole a name, as the part of a key; else also inside of it, and paths. */
void redact_mark(const struct redact *redact, struct glyphs *glyphs, bool whole);
void redact_add_marked(const struct redact *redact, const struct glyphs *glyphs);
/* Gives the marked ones their new codes. */
void redact_replace_marked(const struct redact *redact, struct glyphs *glyphs);

#endif
