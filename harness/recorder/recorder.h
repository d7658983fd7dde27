/* The recorder: a stand-in msident.dll that forwards each call to the DLL it stands in for, and writes down what crosses
 * the boundary (FORMAT.md 8). An application sees the results, pointers and counts that it would see without it. */
#ifndef IDT_RECORDER_H
#define IDT_RECORDER_H

#include "agent/wide.h"
#include "catalogue/catalogue.h"
#include "trace/buffer.h"
#include "trace/trace.h"

enum {
    FIRST_METHOD = 3, /* behind IUnknown's */
    JUMPS = 64,       /* slots of which the catalogue says nothing */
    VTABLE_SLOTS = FIRST_METHOD + JUMPS,
    METHOD_PARAMS = 4, /* at most, without `this` */
    ELEMENTS_MAX = 256 /* of an array that are looked at */
};

/* Whose object it is. */
enum way {
    WAY_OUT, /* the DLL's, called by the application */
    WAY_IN   /* the application's, called by the DLL */
};

/* What stands for an object at the boundary: one for each address, for ever, so that equal pointers stay equal and different
 * ones different. It holds no reference: AddRef and Release go to the object. Named as in sink_thunks.h. */
struct sink {
    void *const *vtable; /* first: this is a COM object */
    void *real;
    const struct cat_interface *interface; /* the widest that it was asked as; NULL: none of the catalogue */
    enum way way;
    unsigned number; /* of its kind in this process, from 1 */
    struct sink *next, *next_real;
};

/* ---- wrappers (wrap.c) ---- */

void wrap_open(void);
/* NULL: no wrapper of ours. */
struct sink *wrap_of(const void *pointer);
/* The wrapper of an object, if it has one. */
struct sink *wrap_known(const void *real, enum way way);
/* What the other side sees: for a wrapper the object itself, for an object its wrapper. NULL stays NULL; without memory the object itself. WAY
 * is that of a new one: WAY_OUT where the DLL hands out, WAY_IN where the application does. */
void *wrap_cross(void *pointer, enum way way, const struct cat_interface *interface);
/* The method in a slot of its vtable; NULL: unknown. */
const struct cat_method *wrap_method(const struct cat_interface *interface, unsigned slot);
/* Address of the function that jumps through slot FIRST_METHOD + INDEX (jump.c). */
void *jump_stub(unsigned index);
/* Called by those: *object becomes the real one; returns its function. */
void *STDMETHODCALLTYPE recorder_jump(struct sink *sink, unsigned slot, void **object) __asm__("recorder_jump");

/* ---- one call (crossing.c) ---- */

/* FUNCTION is the real one; words[0] the real object where there is one. PARAMS: the others, as the caller gave them. */
UINT_PTR cross(struct sink *sink, const struct cat_interface *interface, const struct cat_method *method,
               void *function, const UINT_PTR *params);

/* ---- spelling (spell.c) ---- */

/* Whether all of it can be read: what an application passes may point anywhere. */
bool memory_readable(const void *memory, size_t size);

void spell_pointer(const void *pointer, struct buffer *out); /* "p3", "s1", "null" */
void spell_in(const struct cat_param *param, UINT_PTR value, const UINT_PTR *all, struct buffer *out);
void spell_guid(const GUID *guid, struct buffer *out);
void spell_text(const WCHAR *text, size_t limit, struct buffer *out);
/* What a trace says of it, behind WORD instead of its bar; nothing if a trace says nothing. */
void spell_detail(const char *word, const struct detail *detail, struct buffer *out);

/* ---- secrets (secrets.c) ---- */

/* The name of a password's text. */
const char *secrets_name(const uint16_t *text, size_t n);
void secrets_open(void);

/* ---- who has control of a thread (control.c) ---- */

enum control { CONTROL_APPLICATION, CONTROL_RECORDER, CONTROL_TARGET };

void control_open(void);
enum control control_set(enum control control); /* of the calling thread; returns what it was */
enum control control_now(void);

/* ---- what the application does beside COM (own.c) ---- */

/* Whether the DLL could see what happens to the key. */
bool own_is_shared(struct wide key);
/* Writes the line of a change or a read of the application itself, of such a key. */
void own_deed(const struct detail *detail);

/* ---- the recording (record.c) ---- */

/* Opens the file, whose first process writes its head. False: nothing is recorded. */
bool record_open(const char *path, HMODULE target);
/* One line, behind "PROCESS.THREAD ". `text` ends without a newline. */
void record_line(const char *text, size_t n);
void record_text(const char *text);
/* The process ends, and no other thread of it runs any more. */
void record_exit(void);
void record_buffer(struct buffer *line); /* writes it and frees the buffer */
/* Lines of the head, while record_open() writes it. */
void record_head(const char *text, size_t n);
/* There: what of the user's registry the DLL may read (state.c). */
void state_write(void);

/* ---- the target (main.c) ---- */

/* NULL: there is none, and the recording says why. */
HMODULE target_get(void);
/* Whether the calling thread runs code of it, in whatever depth, or was started by it. */
bool target_is_calling(void);

#endif
