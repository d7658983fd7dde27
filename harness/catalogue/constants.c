/* Classes, constants and the roles of dialogs. */
#include "catalogue/catalogue.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off: tables read by rows */
#define CLSID_USER_IDENTITY_MANAGER                                                                                    \
    {                                                                                                                  \
        0xA9AE6C91, 0x1D1B, 0x11D2,                                                                                    \
        {                                                                                                              \
            0xB2, 0x1A, 0x00, 0xC0, 0x4F, 0xA3, 0x57, 0xFA                                                             \
        }                                                                                                              \
    }
#define COM(d1)                                                                                                        \
    {                                                                                                                  \
        d1, 0x0000, 0x0000,                                                                                            \
        {                                                                                                              \
            0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46                                                             \
        }                                                                                                              \
    }
#define POINT(d1)                                                                                                      \
    {                                                                                                                  \
        d1, 0xBAB4, 0x101A,                                                                                            \
        {                                                                                                              \
            0xB6, 0x9C, 0x00, 0xAA, 0x00, 0x34, 0x1D, 0x07                                                             \
        }                                                                                                              \
    }
#define LWUP(d1)                                                                                                       \
    {                                                                                                                  \
        d1, 0x1D1B, 0x11D2,                                                                                            \
        {                                                                                                              \
            0xB2, 0x1A, 0x00, 0xC0, 0x4F, 0xA3, 0x57, 0xFA                                                             \
        }                                                                                                              \
    }
#define GIBC(d1)                                                                                                       \
    {                                                                                                                  \
        d1, 0x219D, 0x11D2,                                                                                            \
        {                                                                                                              \
            0xB2, 0x00, 0x00, 0x00, 0xF8, 0x08, 0x52, 0x66                                                             \
        }                                                                                                              \
    }

const struct cat_class cat_classes[] = {
    { "UserIdentityManager", CLSID_USER_IDENTITY_MANAGER },
};
const size_t cat_n_classes = COUNT(cat_classes);

const struct cat_guid_constant cat_guid_constants[] = {
    { "GUID_NULL", { 0, 0, 0, { 0 } } },
    { "CLSID_UserIdentityManager", CLSID_USER_IDENTITY_MANAGER },
    { "UID_GIBC_DEFAULT_USER", GIBC(0xC28E26E6) },
    { "UID_GIBC_CURRENT_USER", GIBC(0xC28E26E7) },
    { "UID_GIBC_OUTGOING_USER", GIBC(0xC28E26E8) },
    { "UID_GIBC_INCOMING_USER", GIBC(0xC28E26E9) },
    { "IID_IUnknown", COM(0x00000000) },
    { "IID_IClassFactory", COM(0x00000001) },
    { "IID_IClassFactory2", { 0xB196B28F, 0xBAB4, 0x101A, { 0xB6, 0x9C, 0x00, 0xAA, 0x00, 0x34, 0x1D, 0x07 } } },
    { "IID_IMarshal", COM(0x00000003) },
    { "IID_IDispatch", COM(0x00020400) },
    { "IID_IPersist", COM(0x0000010C) },
    { "IID_IConnectionPointContainer", POINT(0xB196B284) },
    { "IID_IEnumConnectionPoints", POINT(0xB196B285) },
    { "IID_IConnectionPoint", POINT(0xB196B286) },
    { "IID_IEnumConnections", POINT(0xB196B287) },
    { "IID_IUserIdentity", LWUP(0xA9AE6C8E) },
    { "IID_IEnumUserIdentity", LWUP(0xA9AE6C8F) },
    { "IID_IUserIdentityManager", LWUP(0xA9AE6C90) },
    { "IID_IIdentityChangeNotify", LWUP(0xA9AE6C92) },
    { "IID_IPrivateIdentityManager", LWUP(0xA9AE6C93) },
    { "IID_IUserIdentity2", LWUP(0xA9AE6C94) },
    { "IID_IPrivateIdentityManager2",
      { 0x47172E6C, 0xEA67, 0x4CCD, { 0xB5, 0xCE, 0x2E, 0xAB, 0xBE, 0x05, 0x14, 0x04 } } },
    /* C-1: the other published identifier */
    { "IID_IPrivateIdentityManager2_MIDL",
      { 0x15E84C92, 0x2E4D, 0x11D3, { 0x9C, 0x92, 0x00, 0x10, 0x4B, 0x35, 0xE7, 0xF9 } } },
};
const size_t cat_n_guid_constants = COUNT(cat_guid_constants);

const struct cat_constant cat_constants[] = {
    { "UIL_FORCE_UI", CAT_GROUP_UIL, 0x80000001 }, /* D-165: two bits */
    { "UIMI_CREATE_NEW_IDENTITY", CAT_GROUP_UIMI, 0x00000001 },
    { "GIF_ROAMING_FOLDER", CAT_GROUP_GIF, 0x00000001 },
    { "GIF_NON_ROAMING_FOLDER", CAT_GROUP_GIF, 0x00000002 },
    { "IIC_CURRENT_IDENTITY_CHANGED", CAT_GROUP_IIC, 0x00000001 },
    { "IIC_IDENTITY_CHANGED", CAT_GROUP_IIC, 0x00000002 },
    { "IIC_IDENTITY_DELETED", CAT_GROUP_IIC, 0x00000004 },
    { "IIC_IDENTITY_ADDED", CAT_GROUP_IIC, 0x00000008 },
    { "KEY_READ", CAT_GROUP_KEY, 0x00020019 },
    { "KEY_WRITE", CAT_GROUP_KEY, 0x00020006 },
    { "KEY_EXECUTE", CAT_GROUP_KEY, 0x00020019 },
    { "KEY_ALL_ACCESS", CAT_GROUP_KEY, 0x000F003F },
    { "KEY_QUERY_VALUE", CAT_GROUP_KEY, 0x00000001 },
    { "KEY_SET_VALUE", CAT_GROUP_KEY, 0x00000002 },
    { "KEY_CREATE_SUB_KEY", CAT_GROUP_KEY, 0x00000004 },
    { "KEY_ENUMERATE_SUB_KEYS", CAT_GROUP_KEY, 0x00000008 },
    { "KEY_NOTIFY", CAT_GROUP_KEY, 0x00000010 },
    { "KEY_CREATE_LINK", CAT_GROUP_KEY, 0x00000020 },
    { "KEY_WOW64_64KEY", CAT_GROUP_KEY, 0x00000100 },
    { "KEY_WOW64_32KEY", CAT_GROUP_KEY, 0x00000200 },
    { "DELETE", CAT_GROUP_KEY, 0x00010000 },
    { "READ_CONTROL", CAT_GROUP_KEY, 0x00020000 },
    { "WRITE_DAC", CAT_GROUP_KEY, 0x00040000 },
    { "WRITE_OWNER", CAT_GROUP_KEY, 0x00080000 },
    { "MAXIMUM_ALLOWED", CAT_GROUP_KEY, 0x02000000 },
    { "GENERIC_ALL", CAT_GROUP_KEY, 0x10000000 },
    { "GENERIC_WRITE", CAT_GROUP_KEY, 0x40000000 },
    { "GENERIC_READ", CAT_GROUP_KEY, 0x80000000 },
    { "FALSE", CAT_GROUP_BOOL, 0 },
    { "TRUE", CAT_GROUP_BOOL, 1 },
    { "CCH_IDENTITY_NAME_MAX_LENGTH", CAT_GROUP_NONE, 63 }, /* D-160 */
};
const size_t cat_n_constants = COUNT(cat_constants);

/* The dialogs of the documented user interface (D-101, D-102, D-106, D-109 to D-121, D-154, D-155). */
const char *const cat_roles[] = {
    "switch",
    "switch.list",
    "switch.password",
    "switch.manage",
    "switch.log-off",
    "switch.ok",
    "switch.cancel",
    "manage",
    "manage.list",
    "manage.new",
    "manage.remove",
    "manage.properties",
    "manage.start",
    "manage.default",
    "manage.close",
    "new",
    "new.name",
    "new.require-password",
    "new.ok",
    "new.cancel",
    "properties",
    "properties.name",
    "properties.require-password",
    "properties.change-password",
    "properties.ok",
    "properties.cancel",
    "password",
    "password.old",
    "password.new",
    "password.confirm",
    "password.ok",
    "password.cancel",
    "confirm-remove",
    "confirm-remove.yes",
    "confirm-remove.no",
    "switch-now",
    "switch-now.yes",
    "switch-now.no",
    "confirm-logoff",
    "confirm-logoff.yes",
    "confirm-logoff.no",
    "refused",
    "refused.ok",
    "wrong-password",
    "wrong-password.ok",
    "mismatch",
    "mismatch.ok",
    "name-taken",
    "name-taken.ok",
    "invalid-name",
    "invalid-name.ok",
    "invalid-password",
    "invalid-password.ok",
    "failed",
    "failed.ok",
};
const size_t cat_n_roles = COUNT(cat_roles);
