/* Look-ups in the tables. They are small and looked up rarely enough for a linear search. */
#include "catalogue/catalogue.h"

#include <stdio.h>

const struct cat_interface *cat_interface(const char *name)
{
    for (size_t i = 0; i < cat_n_interfaces; i++) {
        if (!strcmp(cat_interfaces[i].name, name))
            return &cat_interfaces[i];
    }
    return NULL;
}

const struct cat_interface *cat_interface_by_iid(const struct cat_guid *iid)
{
    for (size_t i = 0; i < cat_n_interfaces; i++) {
        for (unsigned k = 0; k < cat_interfaces[i].n_iids; k++) {
            if (cat_guid_equal(&cat_interfaces[i].iids[k], iid))
                return &cat_interfaces[i];
        }
    }
    return NULL;
}

const struct cat_interface *cat_base(const struct cat_interface *interface)
{
    return interface->base ? cat_interface(interface->base) : NULL;
}

const struct cat_method *cat_method(const struct cat_interface *interface, const char *name, unsigned *slot)
{
    for (; interface; interface = cat_base(interface)) {
        for (unsigned i = 0; i < interface->n_methods; i++) {
            if (strcmp(interface->methods[i].name, name))
                continue;
            if (slot)
                *slot = interface->first_slot + i;
            return &interface->methods[i];
        }
    }
    return NULL;
}

bool cat_is_out(enum cat_kind kind)
{
    return kind >= CAT_OUT_INTERFACE;
}

const struct cat_class *cat_class(const char *name)
{
    for (size_t i = 0; i < cat_n_classes; i++) {
        if (!strcmp(cat_classes[i].name, name))
            return &cat_classes[i];
    }
    return NULL;
}

const struct cat_constant *cat_constant(const char *name)
{
    for (size_t i = 0; i < cat_n_constants; i++) {
        if (!strcmp(cat_constants[i].name, name))
            return &cat_constants[i];
    }
    return NULL;
}

const struct cat_guid_constant *cat_guid_constant(const char *name)
{
    for (size_t i = 0; i < cat_n_guid_constants; i++) {
        if (!strcmp(cat_guid_constants[i].name, name))
            return &cat_guid_constants[i];
    }
    return NULL;
}

bool cat_guid_known(const struct cat_guid *guid)
{
    for (size_t i = 0; i < cat_n_guid_constants; i++) {
        if (cat_guid_equal(&cat_guid_constants[i].guid, guid))
            return true;
    }
    return false;
}

static bool code_value(const struct cat_code *codes, size_t n, const char *name, uint32_t *value)
{
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(codes[i].name, name)) {
            *value = codes[i].value;
            return true;
        }
    }
    return false;
}

static const char *code_name(const struct cat_code *codes, size_t n, uint32_t value)
{
    for (size_t i = 0; i < n; i++) {
        if (codes[i].value == value)
            return codes[i].name;
    }
    return NULL;
}

bool cat_hresult_value(const char *name, uint32_t *value)
{
    return code_value(cat_hresults, cat_n_hresults, name, value);
}

const char *cat_hresult_name(uint32_t value)
{
    return code_name(cat_hresults, cat_n_hresults, value);
}

bool cat_error_value(const char *name, uint32_t *value)
{
    return code_value(cat_errors, cat_n_errors, name, value);
}

const char *cat_error_name(uint32_t value)
{
    return code_name(cat_errors, cat_n_errors, value);
}

bool cat_exception_value(const char *name, uint32_t *code)
{
    return code_value(cat_exceptions, cat_n_exceptions, name, code);
}

const char *cat_exception_name(uint32_t code)
{
    return code_name(cat_exceptions, cat_n_exceptions, code);
}

bool cat_role(const char *name)
{
    for (size_t i = 0; i < cat_n_roles; i++) {
        if (!strcmp(cat_roles[i], name))
            return true;
    }
    return false;
}

static const char *name_of(enum cat_group group, uint32_t value)
{
    for (size_t i = 0; i < cat_n_constants; i++) {
        if (cat_constants[i].group == group && cat_constants[i].value == value)
            return cat_constants[i].name;
    }
    return NULL;
}

/* Names for every bit, joined by '|'. 0 if a bit has none, or if there is no room. */
static size_t bits_text(enum cat_group group, uint32_t value, char *text, size_t size)
{
    size_t len = 0;

    for (uint32_t bit = 1; bit; bit <<= 1) {
        if (!(value & bit))
            continue;
        const char *name = name_of(group, bit);
        size_t need = name ? strlen(name) + (len > 0) : size;
        if (len + need >= size)
            return 0;
        if (len)
            text[len++] = '|';
        memcpy(text + len, name, strlen(name) + 1);
        len += strlen(name);
    }
    return len;
}

size_t cat_number_text(enum cat_group group, uint32_t value, char *text, size_t size)
{
    const char *name = group == CAT_GROUP_NONE || !value ? NULL : name_of(group, value);
    size_t len = 0;

    if (!size)
        return 0;
    text[0] = 0;
    if (group != CAT_GROUP_NONE && !name && value)
        len = bits_text(group, value, text, size);
    if (name)
        snprintf(text, size, "%s", name);
    else if (!len)
        snprintf(text, size, value >= 0x10000 ? "0x%08X" : "%u", (unsigned)value);
    return strlen(text);
}
