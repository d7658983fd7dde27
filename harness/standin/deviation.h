/* One deliberate deviation of the stand-in original, and the block of the DLL that says which one is in force.
 * Read by the DLL and by the native tools alike: fixed widths, little endian, no pointers. */
#ifndef IDT_STANDIN_DEVIATION_H
#define IDT_STANDIN_DEVIATION_H

#include <stdint.h>

enum deviation_fact {
    FACT_RESULT,
    FACT_OUT,
    FACT_OUT_ON_FAILURE,
    FACT_TAIL,
    FACT_REFS,
    FACT_REGISTRY_NAME,
    FACT_REGISTRY_TYPE,
    FACT_REGISTRY_DATA,
    FACT_ORDER,
    FACT_ESCAPE,
    FACT_PATH,
    FACT_SINK,
    FACT_CRASH,
    FACT_HANG,
    FACT_COUNT
};

enum deviation_kind {
    RESULT_OTHER_SUCCESS, /* a success code becomes another one: value */
    RESULT_OTHER_ERROR,   /* a failure code becomes another one: value, or value2 if it is that already */
    RESULT_FAILS,         /* succeeds inside, but answers the failure code value */
    RESULT_SUCCEEDS,      /* fails inside, but answers S_OK */
    OUT_NUMBER,           /* an out number is off by value */
    OUT_GUID,             /* byte number value of an out GUID is inverted */
    OUT_TEXT,             /* value: 0 last character lost, 1 one more, 2 case of the first letter, 3 other character */
    OUT_POINTER_NULL,     /* success with a null pointer */
    OUT_POINTER_OLD,      /* the object of the call before once more, instead of a new one */
    OUT_POINTER_NEW,      /* another interface of the same object stands for IUnknown */
    OUT_KEY,              /* the parent key instead of the identity's own */
    FAIL_TOUCHED,         /* an out parameter is written on failure: value */
    FAIL_NOT_CLEARED,     /* an out parameter keeps the caller's bytes on failure */
    TAIL_TOUCHED,         /* the buffer behind the terminator is written */
    TAIL_OVERRUN,         /* one character behind the capacity is written */
    REFS_EXTRA_OUT,       /* one reference too many on an object handed out */
    REFS_MISSING_OUT,     /* one too few, where the object has others */
    REFS_EXTRA_SELF,      /* the call leaks a reference on its own object */
    REFS_COUNT,           /* AddRef or Release answers a count that is off by value */
    REGISTRY_NAME,        /* write number nth of the call goes to another value name: value 0 prefix, 1 suffix, 2 @ */
    REGISTRY_TYPE,        /* ... has type value */
    REGISTRY_DATA,        /* ... has other data: byte number value from the end is changed */
    REGISTRY_LOST,        /* ... does not happen */
    REGISTRY_TERMINATOR,  /* ... lacks the terminator of its text */
    REGISTRY_EXTRA,       /* ... is followed by a write of a value nobody asked for */
    REGISTRY_KEY,         /* key number nth of the call is created under another name */
    REGISTRY_UNDELETED,   /* deletion number nth of the call does not happen */
    ORDER_SWAPPED,        /* write number nth of the call happens after the one that follows it */
    ESCAPE_HKLM,          /* write number nth is repeated below HKLM\Software */
    ESCAPE_HKU,           /* ... below the account's own key of HKU, past any redirection */
    ESCAPE_HKCU,          /* ... below HKCU\Software */
    ESCAPE_ROOT,          /* ... in another key below HKCU */
    PATH_ELSEWHERE,       /* folder number nth of the call is created beside its place */
    PATH_NOT_CREATED,     /* ... is not created */
    PATH_EXTRA,           /* ... gets a subfolder */
    PATH_SWAPPED,         /* local and roaming application data are exchanged */
    SINK_ARGUMENT,        /* IdentityInformationChanged hears its argument with the bits of value inverted */
    SINK_MISSING,         /* the first nth notices of this method arrive, the next one does not */
    SINK_TWICE,           /* ... arrives twice */
    SINK_ORDER,           /* ... arrives after the next one */
    SINK_ANSWER,          /* the sink's answer is replaced: success by value, failure by S_OK */
    SINK_REFS,            /* value 0: one reference too many is taken at Advise, 1: none is given back at Unadvise */
    CALL_CRASHES,         /* value: 0 read, 1 write through a null pointer, 2 division by zero, 3 stack overflow */
    CALL_HANGS,
    KIND_COUNT
};

struct deviation {
    uint16_t kind;
    uint8_t interface_index; /* of surface.h */
    uint8_t slot;            /* of the vtable; of a sink for SINK_* */
    uint8_t param;           /* 0 is the first after `this` */
    uint8_t nth;             /* from 0 */
    uint16_t number;         /* place in the seed's list, for the activation log */
    uint32_t value;
    uint32_t value2;
};

#define STANDIN_MAGIC    "IDENTICAL STAND-IN 1\n"
#define STANDIN_LIST_MAX 600

/* Written into a copy of the DLL by standin-make. */
struct standin_block {
    char magic[24];
    uint32_t dormant; /* 1: nothing deviates, but what would have is written to `log` (the generator's self-test) */
    uint32_t count;
    char log[256]; /* path as the DLL sees it, ANSI */
    struct deviation list[STANDIN_LIST_MAX];
};

enum deviation_fact deviation_fact(enum deviation_kind kind);
const char *deviation_kind_name(enum deviation_kind kind);
const char *deviation_fact_name(enum deviation_fact fact);

#endif
