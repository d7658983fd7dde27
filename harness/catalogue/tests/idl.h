/* Enough of IDL to read the interfaces of a file: names, bases, identifiers, methods with parameters. */
#ifndef IDT_TEST_IDL_H
#define IDT_TEST_IDL_H

#include <stdbool.h>
#include <stddef.h>

struct idl_param {
    char attributes[160]; /* between the brackets */
    char type[80];        /* "GUID *", "IUserIdentity **" */
    char name[80];
};

struct idl_method {
    char name[80];
    char returns[40];
    unsigned n_params;
    struct idl_param params[8];
};

struct idl_interface {
    char name[80];
    char base[80];
    char uuid[40];
    unsigned n_methods;
    struct idl_method methods[32];
};

/* Finds `interface NAME … { … }` in the text of an IDL file; methods marked call_as are left out. */
bool idl_interface(const char *text, const char *name, struct idl_interface *out);
/* The whole file, terminated; free() it. */
char *idl_read(const char *path);
/* The `n`-th cpp_quote("#define NAME VALUE"): false when there are no more. */
bool idl_define(const char *text, unsigned n, char name[80], unsigned long *value);

#endif
