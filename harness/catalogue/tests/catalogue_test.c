/* The catalogue against src/msident.idl and, for the interfaces of COM itself, Wine's IDL files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include "catalogue/catalogue.h"
#include "catalogue/tests/idl.h"

static const char *const own[] = { "IUserIdentity",           "IUserIdentity2",        "IEnumUserIdentity",
                                   "IUserIdentityManager",    "IIdentityChangeNotify", "IPrivateIdentityManager",
                                   "IPrivateIdentityManager2" };
static const char *const com[][2] = {
    { "IUnknown", "unknwn.idl" },
    { "IClassFactory", "unknwn.idl" },
    { "IConnectionPoint", "ocidl.idl" },
    { "IConnectionPointContainer", "ocidl.idl" },
    { "IEnumConnectionPoints", "ocidl.idl" },
    { "IEnumConnections", "ocidl.idl" },
};

/* What the IDL's type and direction say about the kind. GetName and GetIdentityFolder write to an [in] buffer (D-043). */
static bool kind_fits(const struct idl_param *idl, const struct cat_param *param)
{
    bool out = strstr(idl->attributes, "out") != NULL;

    if (param->kind == CAT_OUT_TEXT)
        return !out && !strcmp(idl->type, "WCHAR *") &&
               (!strcmp(idl->name, "pszName") || !strcmp(idl->name, "pszPath"));
    if (out != cat_is_out(param->kind))
        return false;
    if (!strcmp(idl->type, "GUID *") || !strcmp(idl->type, "REFIID") || !strcmp(idl->type, "IID *"))
        return param->kind == (out ? CAT_OUT_GUID : CAT_IN_GUID);
    if (!strcmp(idl->type, "HWND"))
        return param->kind == CAT_IN_WINDOW;
    if (!strcmp(idl->type, "WCHAR *"))
        return param->kind == CAT_IN_TEXT;
    if (!strcmp(idl->type, "HKEY *"))
        return param->kind == CAT_OUT_KEY;
    if (strstr(idl->attributes, "iid_is"))
        return param->kind == CAT_OUT_BY_IID;
    if (strstr(idl->type, "CONNECTDATA"))
        return param->kind == CAT_OUT_CONNECTIONS;
    if (strstr(idl->attributes, "size_is"))
        return param->kind == CAT_OUT_INTERFACES;
    if (idl->type[0] == 'I')
        return param->kind == (out ? CAT_OUT_INTERFACE : CAT_IN_INTERFACE) &&
               !strncmp(idl->type, param->interface, strlen(param->interface));
    if (out)
        return param->kind == CAT_OUT_NUMBER || param->kind == CAT_OUT_TOKEN;
    return param->kind == CAT_IN_NUMBER;
}

static void check_method(const struct idl_method *idl, const struct cat_method *method)
{
    assert_string_equal(idl->name, method->name);
    assert_int_equal(idl->n_params, method->n_params);
    assert_string_equal(idl->returns, method->returns == CAT_RETURNS_COUNT ? "ULONG" : "HRESULT");
    for (unsigned i = 0; i < idl->n_params; i++) {
        const struct cat_param *param = &method->params[i];

        assert_string_equal(idl->params[i].name, param->name);
        if (!kind_fits(&idl->params[i], param))
            fail_msg("%s, %s: [%s] %s", method->name, param->name, idl->params[i].attributes, idl->params[i].type);
        if (param->kind == CAT_OUT_INTERFACES || param->kind == CAT_OUT_TEXT || param->kind == CAT_OUT_CONNECTIONS)
            assert_int_equal(method->params[param->partner].kind, CAT_IN_NUMBER);
        if (param->kind == CAT_OUT_BY_IID)
            assert_int_equal(method->params[param->partner].kind, CAT_IN_GUID);
    }
}

static void check_interface(const char *text, const char *name)
{
    static struct idl_interface idl;
    const struct cat_interface *interface = cat_interface(name);
    struct cat_guid iid;

    assert_non_null(interface);
    assert_true(idl_interface(text, name, &idl));
    assert_true(cat_guid_parse(idl.uuid, &iid));
    assert_true(cat_guid_equal(&iid, &interface->iids[0]));
    assert_ptr_equal(cat_interface_by_iid(&iid), interface);
    assert_true(cat_guid_known(&iid));
    assert_string_equal(idl.base, interface->base ? interface->base : "");
    assert_int_equal(idl.n_methods, interface->n_methods);
    for (unsigned i = 0; i < idl.n_methods; i++) {
        unsigned slot = 0;

        check_method(&idl.methods[i], &interface->methods[i]);
        assert_ptr_equal(cat_method(interface, idl.methods[i].name, &slot), &interface->methods[i]);
        assert_int_equal(slot, interface->first_slot + i);
    }
    if (interface->base) {
        const struct cat_interface *base = cat_base(interface);
        assert_int_equal(interface->first_slot, base->first_slot + base->n_methods);
    }
}

static void own_interfaces(void **state)
{
    char *text = idl_read(IDT_IDL);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        check_interface(text, own[i]);
    /* None is missing: every interface of the IDL that is defined, not only used, is in the table. */
    size_t defined = 0;
    for (const char *p = text; (p = strstr(p, "\ninterface ")) != NULL; p++)
        defined++;
    assert_int_equal(defined, sizeof(own) / sizeof(own[0]));
    free(text);
}

static void com_interfaces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(com) / sizeof(com[0]); i++) {
        char path[512];

        snprintf(path, sizeof(path), "%s/%s", IDT_WINE_HEADERS, com[i][1]);
        char *text = idl_read(path);
        assert_non_null(text);
        check_interface(text, com[i][0]);
        free(text);
    }
}

/* Every #define of the IDL is a constant or an HRESULT with this value. */
static void constants(void **state)
{
    char *text = idl_read(IDT_IDL);
    char name[80];
    unsigned long value;
    unsigned n = 0;

    (void)state;
    assert_non_null(text);
    for (; idl_define(text, n, name, &value); n++) {
        const struct cat_constant *constant = cat_constant(name);
        uint32_t code = 0;

        if (constant)
            code = constant->value;
        else if (!cat_hresult_value(name, &code))
            fail_msg("%s is not in the catalogue", name);
        assert_int_equal(code, (uint32_t)value);
    }
    assert_true(n >= 15);
    free(text);
}

/* DEFINE_GUID(NAME, 0x…, …) of the IDL, and the identifier of the class. */
static void guids(void **state)
{
    char *text = idl_read(IDT_IDL);
    unsigned n = 0;

    (void)state;
    assert_non_null(text);
    for (const char *p = text; (p = strstr(p, "DEFINE_GUID(")) != NULL; n++) {
        unsigned v[11];
        char name[80];

        p += strlen("DEFINE_GUID(");
        assert_int_equal(sscanf(p, "%79[^,], %x, %x, %x, %x,%x, %x,%x,%x,%x,%x,%x", name, &v[0], &v[1], &v[2], &v[3],
                                &v[4], &v[5], &v[6], &v[7], &v[8], &v[9], &v[10]),
                         12);
        struct cat_guid guid = { v[0], (uint16_t)v[1], (uint16_t)v[2], { 0 } };
        for (int i = 0; i < 8; i++)
            guid.data4[i] = (uint8_t)v[3 + i];
        const struct cat_guid_constant *constant = cat_guid_constant(name);
        assert_non_null(constant);
        assert_true(cat_guid_equal(&constant->guid, &guid));
    }
    assert_int_equal(n, 5);
    const char *coclass = strstr(text, "threading(both)");
    struct cat_guid clsid;
    assert_true(cat_guid_parse(strstr(coclass, "uuid(") + 5, &clsid));
    assert_true(cat_guid_equal(&clsid, &cat_class("UserIdentityManager")->clsid));
    free(text);
}

/* Each name is there once; names and values lead to each other; no name means two things in a scenario. */
static void names_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < cat_n_hresults; i++) {
        uint32_t value = 0;
        assert_true(cat_hresult_value(cat_hresults[i].name, &value));
        assert_int_equal(value, cat_hresults[i].value);
        assert_string_equal(cat_hresult_name(value), cat_hresults[i].name);
        assert_null(cat_constant(cat_hresults[i].name));
    }
    for (size_t i = 0; i < cat_n_errors; i++)
        assert_string_equal(cat_error_name(cat_errors[i].value), cat_errors[i].name);
    for (size_t i = 0; i < cat_n_exceptions; i++)
        assert_string_equal(cat_exception_name(cat_exceptions[i].value), cat_exceptions[i].name);
    for (size_t i = 0; i < cat_n_constants; i++) {
        assert_ptr_equal(cat_constant(cat_constants[i].name), &cat_constants[i]);
        assert_null(cat_guid_constant(cat_constants[i].name));
    }
    for (size_t i = 0; i < cat_n_guid_constants; i++) {
        assert_ptr_equal(cat_guid_constant(cat_guid_constants[i].name), &cat_guid_constants[i]);
        assert_true(cat_guid_known(&cat_guid_constants[i].guid));
    }
    for (size_t i = 0; i < cat_n_interfaces; i++)
        assert_ptr_equal(cat_interface(cat_interfaces[i].name), &cat_interfaces[i]);
    assert_null(cat_hresult_name(0x12345678));
    assert_null(cat_error_name(0x12345678));
    assert_null(cat_exception_name(1));
}

static void number_text(void **state)
{
    char text[100];

    (void)state;
    cat_number_text(CAT_GROUP_IIC, 3, text, sizeof(text));
    assert_string_equal(text, "IIC_CURRENT_IDENTITY_CHANGED|IIC_IDENTITY_CHANGED");
    cat_number_text(CAT_GROUP_IIC, 0x13, text, sizeof(text));
    assert_string_equal(text, "19");
    cat_number_text(CAT_GROUP_KEY, 0x20019, text, sizeof(text));
    assert_string_equal(text, "KEY_READ");
    cat_number_text(CAT_GROUP_UIL, 0x80000000, text, sizeof(text));
    assert_string_equal(text, "0x80000000");
    cat_number_text(CAT_GROUP_UIL, 0x80000001, text, sizeof(text));
    assert_string_equal(text, "UIL_FORCE_UI");
    cat_number_text(CAT_GROUP_BOOL, 0, text, sizeof(text));
    assert_string_equal(text, "0");
    cat_number_text(CAT_GROUP_NONE, 7, text, sizeof(text));
    assert_string_equal(text, "7");
    assert_int_equal(cat_number_text(CAT_GROUP_IIC, 3, text, 8), 1);
    assert_int_equal(cat_number_text(CAT_GROUP_IIC, 3, text, 0), 0);
}

static void guid_text(void **state)
{
    char text[CAT_GUID_TEXT];
    struct cat_guid guid;

    (void)state;
    assert_true(cat_guid_parse("a9ae6c91-1D1B-11d2-b21a-00c04fa357fa", &guid));
    cat_guid_text(&guid, text);
    assert_string_equal(text, "A9AE6C91-1D1B-11D2-B21A-00C04FA357FA");
    assert_false(cat_guid_parse("a9ae6c91x1D1B-11d2-b21a-00c04fa357fa", &guid));
    assert_false(cat_guid_parse("a9ae6c91-1D1B-11d2-b21a-00c04fa357f", &guid));
    assert_false(cat_guid_parse("", &guid));
}

static void roles_and_exports(void **state)
{
    unsigned slot = 9;

    (void)state;
    assert_true(cat_role("switch.list"));
    assert_false(cat_role("switch.lis"));
    /* A control stands behind its dialog. */
    for (size_t i = 0; i < cat_n_roles; i++) {
        char dialog[64];
        snprintf(dialog, sizeof(dialog), "%.*s", (int)strcspn(cat_roles[i], "."), cat_roles[i]);
        assert_true(cat_role(dialog));
    }
    assert_non_null(cat_method(cat_interface("exports"), "DllGetClassObject", &slot));
    assert_null(cat_method(cat_interface("exports"), "AddRef", NULL));
    assert_non_null(cat_method(cat_interface("IUserIdentity2"), "GetCookie", &slot));
    assert_int_equal(slot, 3);
    assert_null(cat_interface("IUserIdentity3"));
    assert_null(cat_class("IdentityManager"));
    assert_true(cat_is_out(CAT_OUT_TEXT));
    assert_false(cat_is_out(CAT_IN_INTERFACE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_interfaces), cmocka_unit_test(com_interfaces),    cmocka_unit_test(constants),
        cmocka_unit_test(guids),          cmocka_unit_test(names_are_unique),  cmocka_unit_test(number_text),
        cmocka_unit_test(guid_text),      cmocka_unit_test(roles_and_exports),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
