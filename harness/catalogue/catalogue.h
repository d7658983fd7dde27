/* The one table of what stands at the boundary of the DLL: interfaces, methods, parameters, constants, result names.
 * Agent, parser, printer, judge and diff read it; another DLL is further rows (design.md 3). All data is constant and
 * static: every pointer handed out lives for ever. Plain C, no Win32. */
#ifndef IDT_CATALOGUE_H
#define IDT_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Same layout as Win32's GUID: the agent may memcpy between them. */
struct cat_guid {
    uint32_t data1;
    uint16_t data2;
    uint16_t data3;
    uint8_t data4[8];
};

enum cat_kind {
    CAT_IN_GUID,        /* const GUID *, may be null */
    CAT_IN_TEXT,        /* WCHAR *, may be null */
    CAT_IN_NUMBER,      /* DWORD, ULONG or BOOL by value */
    CAT_IN_WINDOW,      /* HWND, may be null */
    CAT_IN_INTERFACE,   /* interface pointer, may be null */
    CAT_OUT_INTERFACE,  /* IFoo **, `interface` names IFoo */
    CAT_OUT_BY_IID,     /* void **, the interface is the one that the CAT_IN_GUID parameter `partner` asks for */
    CAT_OUT_INTERFACES, /* IFoo *[], as many as the CAT_IN_NUMBER parameter `partner` says */
    CAT_OUT_NUMBER,     /* DWORD * or ULONG * */
    CAT_OUT_TOKEN,      /* DWORD *, opaque: shown as `new`, `same v` or `null`, never as a number */
    CAT_OUT_GUID,       /* GUID * */
    CAT_OUT_TEXT,       /* WCHAR buffer, its capacity in WCHARs is the CAT_IN_NUMBER parameter `partner` */
    CAT_OUT_KEY,        /* HKEY * */
    CAT_OUT_CONNECTIONS /* CONNECTDATA[]: two values an element, pointer and token: `&(p1, c1, p2, c2)` */
};

/* Which constants a number is printed with. */
enum cat_group {
    CAT_GROUP_NONE,
    CAT_GROUP_UIL,
    CAT_GROUP_UIMI,
    CAT_GROUP_GIF,
    CAT_GROUP_IIC,
    CAT_GROUP_KEY, /* KEY_* access rights */
    CAT_GROUP_BOOL /* TRUE FALSE */
};

enum cat_returns { CAT_RETURNS_HRESULT, CAT_RETURNS_COUNT };

struct cat_param {
    const char *name;
    enum cat_kind kind;
    enum cat_group group;  /* of a number */
    const char *interface; /* of an interface pointer, else NULL */
    unsigned partner;      /* index of the parameter that gives size or IID */
};

struct cat_method {
    const char *name;
    enum cat_returns returns;
    unsigned n_params;
    const struct cat_param *params;
};

struct cat_interface {
    const char *name;
    const char *base; /* name, NULL for IUnknown and `exports` */
    unsigned n_iids;  /* 0 for the pseudo-interface `exports`; IPrivateIdentityManager2 has two (C-1) */
    struct cat_guid iids[2];
    unsigned first_slot; /* vtable slot of methods[0] */
    unsigned n_methods;  /* its own ones, in vtable order */
    const struct cat_method *methods;
};

struct cat_class {
    const char *name; /* "UserIdentityManager" */
    struct cat_guid clsid;
};

struct cat_constant {
    const char *name;
    enum cat_group group;
    uint32_t value;
};

struct cat_guid_constant {
    const char *name; /* "UID_GIBC_DEFAULT_USER", "IID_IUnknown", "CLSID_UserIdentityManager", "GUID_NULL" */
    struct cat_guid guid;
};

struct cat_code {
    const char *name; /* "S_OK", "ERROR_SUCCESS", "ACCESS_VIOLATION" */
    uint32_t value;
};

/* Interfaces. The tables end where the count says. */
extern const struct cat_interface cat_interfaces[];
extern const size_t cat_n_interfaces;
/* NULL if there is none. `exports` is the interface of the predefined variable `dll`. */
const struct cat_interface *cat_interface(const char *name);
const struct cat_interface *cat_interface_by_iid(const struct cat_guid *iid);
const struct cat_interface *cat_base(const struct cat_interface *interface);
/* Own or inherited; *slot, if not NULL, receives the vtable slot (for `exports` the index). NULL if there is none. */
const struct cat_method *cat_method(const struct cat_interface *interface, const char *name, unsigned *slot);
bool cat_is_out(enum cat_kind kind);

/* Classes. */
extern const struct cat_class cat_classes[];
extern const size_t cat_n_classes;
const struct cat_class *cat_class(const char *name);

/* Constants: numbers and GUIDs. */
extern const struct cat_constant cat_constants[];
extern const size_t cat_n_constants;
extern const struct cat_guid_constant cat_guid_constants[];
extern const size_t cat_n_guid_constants;
const struct cat_constant *cat_constant(const char *name);
const struct cat_guid_constant *cat_guid_constant(const char *name);
/* Any GUID of the catalogue: such a GUID is never a symbol. */
bool cat_guid_known(const struct cat_guid *guid);
/* Writes `value` with the names of the group ("IIC_IDENTITY_CHANGED|IIC_IDENTITY_ADDED"), else as a decimal number
 * (hexadecimal from 0x10000 on). Returns the length; `text` is terminated and never overrun. */
size_t cat_number_text(enum cat_group group, uint32_t value, char *text, size_t size);

/* Results. By name: the value in *value, false if unknown. By value: NULL if unknown. */
extern const struct cat_code cat_hresults[];
extern const size_t cat_n_hresults;
extern const struct cat_code cat_errors[];
extern const size_t cat_n_errors;
extern const struct cat_code cat_exceptions[];
extern const size_t cat_n_exceptions;
bool cat_hresult_value(const char *name, uint32_t *value);
const char *cat_hresult_name(uint32_t value);
bool cat_error_value(const char *name, uint32_t *value);
const char *cat_error_name(uint32_t value);
bool cat_exception_value(const char *name, uint32_t *code);
const char *cat_exception_name(uint32_t code);

/* GUID text, 36 characters and a terminator: upper case, without braces. */
enum { CAT_GUID_TEXT = 37 };
void cat_guid_text(const struct cat_guid *guid, char text[CAT_GUID_TEXT]);
/* Reads exactly 36 characters, any case; false if they are no GUID. */
bool cat_guid_parse(const char *text, struct cat_guid *guid);
bool cat_guid_equal(const struct cat_guid *a, const struct cat_guid *b);

/* Roles of dialogs and controls: "switch", "switch.list", "switch.ok". */
extern const char *const cat_roles[];
extern const size_t cat_n_roles;
bool cat_role(const char *name);

#endif
