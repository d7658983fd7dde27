/* Interfaces in vtable order: api.md section 1 for the seven of msident.dll, the published COM interfaces for the rest.
 * The test holds this table against src/msident.idl. */
#include "catalogue/catalogue.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define IN_GUID(name)                                                                                                  \
    {                                                                                                                  \
        name, CAT_IN_GUID, CAT_GROUP_NONE, NULL, 0                                                                     \
    }
#define IN_TEXT(name)                                                                                                  \
    {                                                                                                                  \
        name, CAT_IN_TEXT, CAT_GROUP_NONE, NULL, 0                                                                     \
    }
#define IN_NUMBER(name)                                                                                                \
    {                                                                                                                  \
        name, CAT_IN_NUMBER, CAT_GROUP_NONE, NULL, 0                                                                   \
    }
#define IN_FLAGS(name, group)                                                                                          \
    {                                                                                                                  \
        name, CAT_IN_NUMBER, group, NULL, 0                                                                            \
    }
#define IN_WINDOW(name)                                                                                                \
    {                                                                                                                  \
        name, CAT_IN_WINDOW, CAT_GROUP_NONE, NULL, 0                                                                   \
    }
#define IN_INTERFACE(name, type)                                                                                       \
    {                                                                                                                  \
        name, CAT_IN_INTERFACE, CAT_GROUP_NONE, type, 0                                                                \
    }
#define OUT_INTERFACE(name, type)                                                                                      \
    {                                                                                                                  \
        name, CAT_OUT_INTERFACE, CAT_GROUP_NONE, type, 0                                                               \
    }
#define OUT_BY_IID(name, iid)                                                                                          \
    {                                                                                                                  \
        name, CAT_OUT_BY_IID, CAT_GROUP_NONE, NULL, iid                                                                \
    }
#define OUT_ARRAY(name, type, size)                                                                                    \
    {                                                                                                                  \
        name, CAT_OUT_INTERFACES, CAT_GROUP_NONE, type, size                                                           \
    }
#define OUT_NUMBER(name)                                                                                               \
    {                                                                                                                  \
        name, CAT_OUT_NUMBER, CAT_GROUP_NONE, NULL, 0                                                                  \
    }
#define OUT_TOKEN(name)                                                                                                \
    {                                                                                                                  \
        name, CAT_OUT_TOKEN, CAT_GROUP_NONE, NULL, 0                                                                   \
    }
#define OUT_GUID(name)                                                                                                 \
    {                                                                                                                  \
        name, CAT_OUT_GUID, CAT_GROUP_NONE, NULL, 0                                                                    \
    }
#define OUT_TEXT(name, size)                                                                                           \
    {                                                                                                                  \
        name, CAT_OUT_TEXT, CAT_GROUP_NONE, NULL, size                                                                 \
    }
#define OUT_KEY(name)                                                                                                  \
    {                                                                                                                  \
        name, CAT_OUT_KEY, CAT_GROUP_NONE, NULL, 0                                                                     \
    }
#define OUT_CONNECTIONS(name, size)                                                                                    \
    {                                                                                                                  \
        name, CAT_OUT_CONNECTIONS, CAT_GROUP_NONE, "IUnknown", size                                                    \
    }

#define METHOD(name)                                                                                                   \
    {                                                                                                                  \
#name, CAT_RETURNS_HRESULT, COUNT(name##_params), name##_params                                                \
    }
#define METHOD_AS(name, params)                                                                                        \
    {                                                                                                                  \
#name, CAT_RETURNS_HRESULT, COUNT(params), params                                                              \
    }
#define METHOD_VOID(name)                                                                                              \
    {                                                                                                                  \
#name, CAT_RETURNS_HRESULT, 0, NULL                                                                            \
    }
#define COUNTER(name)                                                                                                  \
    {                                                                                                                  \
#name, CAT_RETURNS_COUNT, 0, NULL                                                                              \
    }

/* IUnknown */
static const struct cat_param QueryInterface_params[] = { IN_GUID("riid"), OUT_BY_IID("ppvObject", 0) };
static const struct cat_method unknown_methods[] = { METHOD(QueryInterface), COUNTER(AddRef), COUNTER(Release) };

/* IClassFactory */
static const struct cat_param CreateInstance_params[] = { IN_INTERFACE("pUnkOuter", "IUnknown"), IN_GUID("riid"),
                                                          OUT_BY_IID("ppvObject", 1) };
static const struct cat_param LockServer_params[] = { IN_FLAGS("fLock", CAT_GROUP_BOOL) };
static const struct cat_method class_factory_methods[] = { METHOD(CreateInstance), METHOD(LockServer) };

/* IConnectionPointContainer, IConnectionPoint */
static const struct cat_param EnumConnectionPoints_params[] = { OUT_INTERFACE("ppEnum", "IEnumConnectionPoints") };
static const struct cat_param FindConnectionPoint_params[] = { IN_GUID("riid"),
                                                               OUT_INTERFACE("ppCP", "IConnectionPoint") };
static const struct cat_method container_methods[] = { METHOD(EnumConnectionPoints), METHOD(FindConnectionPoint) };

static const struct cat_param GetConnectionInterface_params[] = { OUT_GUID("pIID") };
static const struct cat_param GetConnectionPointContainer_params[] = { OUT_INTERFACE("ppCPC",
                                                                                     "IConnectionPointContainer") };
static const struct cat_param Advise_params[] = { IN_INTERFACE("pUnkSink", "IUnknown"), OUT_TOKEN("pdwCookie") };
static const struct cat_param Unadvise_params[] = { IN_NUMBER("dwCookie") };
static const struct cat_param EnumConnections_params[] = { OUT_INTERFACE("ppEnum", "IEnumConnections") };
static const struct cat_method point_methods[] = {
    METHOD(GetConnectionInterface), METHOD(GetConnectionPointContainer), METHOD(Advise), METHOD(Unadvise),
    METHOD(EnumConnections),
};

/* IEnumConnectionPoints, IEnumConnections */
static const struct cat_param skip_connections_params[] = { IN_NUMBER("cConnections") };
static const struct cat_param next_points_params[] = { IN_NUMBER("cConnections"),
                                                       OUT_ARRAY("ppCP", "IConnectionPoint", 0),
                                                       OUT_NUMBER("pcFetched") };
static const struct cat_param clone_points_params[] = { OUT_INTERFACE("ppEnum", "IEnumConnectionPoints") };
static const struct cat_method enum_points_methods[] = {
    METHOD_AS(Next, next_points_params),
    METHOD_AS(Skip, skip_connections_params),
    METHOD_VOID(Reset),
    METHOD_AS(Clone, clone_points_params),
};

static const struct cat_param next_connections_params[] = { IN_NUMBER("cConnections"), OUT_CONNECTIONS("rgcd", 0),
                                                            OUT_NUMBER("pcFetched") };
static const struct cat_param clone_connections_params[] = { OUT_INTERFACE("ppEnum", "IEnumConnections") };
static const struct cat_method enum_connections_methods[] = {
    METHOD_AS(Next, next_connections_params),
    METHOD_AS(Skip, skip_connections_params),
    METHOD_VOID(Reset),
    METHOD_AS(Clone, clone_connections_params),
};

/* IUserIdentity, IUserIdentity2 */
static const struct cat_param GetCookie_params[] = { OUT_GUID("puidCookie") };
static const struct cat_param GetName_params[] = { OUT_TEXT("pszName", 1), IN_NUMBER("ulBuffSize") };
static const struct cat_param OpenIdentityRegKey_params[] = { IN_FLAGS("dwDesiredAccess", CAT_GROUP_KEY),
                                                              OUT_KEY("phKey") };
static const struct cat_param GetIdentityFolder_params[] = { IN_FLAGS("dwFlags", CAT_GROUP_GIF), OUT_TEXT("pszPath", 2),
                                                             IN_NUMBER("ulBuffSize") };
static const struct cat_method identity_methods[] = { METHOD(GetCookie), METHOD(GetName), METHOD(OpenIdentityRegKey),
                                                      METHOD(GetIdentityFolder) };

static const struct cat_param GetOrdinal_params[] = { OUT_NUMBER("dwOrdinal") };
static const struct cat_param SetName_params[] = { IN_TEXT("pszName") };
static const struct cat_param ChangePassword_params[] = { IN_TEXT("szOldPass"), IN_TEXT("szNewPass") };
static const struct cat_method identity2_methods[] = { METHOD(GetOrdinal), METHOD(SetName), METHOD(ChangePassword) };

/* IEnumUserIdentity */
static const struct cat_param next_identities_params[] = { IN_NUMBER("celt"), OUT_ARRAY("rgelt", "IUnknown", 0),
                                                           OUT_NUMBER("pceltFetched") };
static const struct cat_param skip_identities_params[] = { IN_NUMBER("celt") };
static const struct cat_param clone_identities_params[] = { OUT_INTERFACE("ppenum", "IEnumUserIdentity") };
static const struct cat_param GetCount_params[] = { OUT_NUMBER("pnCount") };
static const struct cat_method enum_identities_methods[] = {
    METHOD_AS(Next, next_identities_params),
    METHOD_AS(Skip, skip_identities_params),
    METHOD_VOID(Reset),
    METHOD_AS(Clone, clone_identities_params),
    METHOD(GetCount),
};

/* IUserIdentityManager */
static const struct cat_param EnumIdentities_params[] = { OUT_INTERFACE("ppEnumUser", "IEnumUserIdentity") };
static const struct cat_param ManageIdentities_params[] = { IN_WINDOW("hwndParent"),
                                                            IN_FLAGS("dwFlags", CAT_GROUP_UIMI) };
static const struct cat_param Logon_params[] = { IN_WINDOW("hwndParent"), IN_FLAGS("dwFlags", CAT_GROUP_UIL),
                                                 OUT_INTERFACE("ppIdentity", "IUserIdentity") };
static const struct cat_param Logoff_params[] = { IN_WINDOW("hwndParent") };
static const struct cat_param GetIdentityByCookie_params[] = { IN_GUID("uidCookie"),
                                                               OUT_INTERFACE("ppIdentity", "IUserIdentity") };
static const struct cat_method manager_methods[] = { METHOD(EnumIdentities), METHOD(ManageIdentities), METHOD(Logon),
                                                     METHOD(Logoff), METHOD(GetIdentityByCookie) };

/* IIdentityChangeNotify */
static const struct cat_param IdentityInformationChanged_params[] = { IN_FLAGS("dwType", CAT_GROUP_IIC) };
static const struct cat_method notify_methods[] = { METHOD_VOID(QuerySwitchIdentities), METHOD_VOID(SwitchIdentities),
                                                    METHOD(IdentityInformationChanged) };

/* IPrivateIdentityManager, IPrivateIdentityManager2 */
static const struct cat_param CreateIdentity_params[] = { IN_TEXT("pszName"),
                                                          OUT_INTERFACE("ppIdentity", "IUserIdentity") };
static const struct cat_param ConfirmPassword_params[] = { IN_GUID("uidCookie"), IN_TEXT("pszPassword") };
static const struct cat_method private_methods[] = { METHOD(CreateIdentity), METHOD(ConfirmPassword) };

static const struct cat_param name_password_params[] = { IN_TEXT("pszName"), IN_TEXT("pszPassword"),
                                                         OUT_INTERFACE("ppIdentity", "IUserIdentity") };
static const struct cat_param DestroyIdentity_params[] = { IN_GUID("uidCookie") };
static const struct cat_param SetDefaultIdentity_params[] = { IN_GUID("puidCookie") };
static const struct cat_param GetDefaultIdentity_params[] = { OUT_GUID("puidCookie") };
static const struct cat_method private2_methods[] = {
    METHOD_AS(CreateIdentity2, name_password_params),
    METHOD(DestroyIdentity),
    METHOD_AS(LogonAs, name_password_params),
    METHOD(SetDefaultIdentity),
    METHOD(GetDefaultIdentity),
};

/* The exports of the DLL, called through the predefined variable `dll`. */
static const struct cat_param DllGetClassObject_params[] = { IN_GUID("rclsid"), IN_GUID("riid"), OUT_BY_IID("ppv", 1) };
static const struct cat_method exports_methods[] = { METHOD_VOID(DllCanUnloadNow), METHOD(DllGetClassObject),
                                                     METHOD_VOID(DllRegisterServer), METHOD_VOID(DllUnregisterServer) };

#define COM_TAIL                                                                                                       \
    {                                                                                                                  \
        0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46                                                                 \
    }
#define POINT_TAIL                                                                                                     \
    {                                                                                                                  \
        0xB6, 0x9C, 0x00, 0xAA, 0x00, 0x34, 0x1D, 0x07                                                                 \
    }
#define LWUP_TAIL                                                                                                      \
    {                                                                                                                  \
        0xB2, 0x1A, 0x00, 0xC0, 0x4F, 0xA3, 0x57, 0xFA                                                                 \
    }
#define COM(d1)                                                                                                        \
    {                                                                                                                  \
        {                                                                                                              \
            d1, 0x0000, 0x0000, COM_TAIL                                                                               \
        }                                                                                                              \
    }
#define POINT(d1)                                                                                                      \
    {                                                                                                                  \
        {                                                                                                              \
            d1, 0xBAB4, 0x101A, POINT_TAIL                                                                             \
        }                                                                                                              \
    }
#define LWUP(d1)                                                                                                       \
    {                                                                                                                  \
        {                                                                                                              \
            d1, 0x1D1B, 0x11D2, LWUP_TAIL                                                                              \
        }                                                                                                              \
    }

const struct cat_interface cat_interfaces[] = {
    { "IUnknown", NULL, 1, COM(0x00000000), 0, COUNT(unknown_methods), unknown_methods },
    { "IClassFactory", "IUnknown", 1, COM(0x00000001), 3, COUNT(class_factory_methods), class_factory_methods },
    { "IConnectionPointContainer", "IUnknown", 1, POINT(0xB196B284), 3, COUNT(container_methods), container_methods },
    { "IEnumConnectionPoints", "IUnknown", 1, POINT(0xB196B285), 3, COUNT(enum_points_methods), enum_points_methods },
    { "IConnectionPoint", "IUnknown", 1, POINT(0xB196B286), 3, COUNT(point_methods), point_methods },
    { "IEnumConnections", "IUnknown", 1, POINT(0xB196B287), 3, COUNT(enum_connections_methods),
      enum_connections_methods },
    { "IUserIdentity", "IUnknown", 1, LWUP(0xA9AE6C8E), 3, COUNT(identity_methods), identity_methods },
    { "IUserIdentity2", "IUserIdentity", 1, LWUP(0xA9AE6C94), 7, COUNT(identity2_methods), identity2_methods },
    { "IEnumUserIdentity", "IUnknown", 1, LWUP(0xA9AE6C8F), 3, COUNT(enum_identities_methods),
      enum_identities_methods },
    { "IUserIdentityManager", "IUnknown", 1, LWUP(0xA9AE6C90), 3, COUNT(manager_methods), manager_methods },
    { "IIdentityChangeNotify", "IUnknown", 1, LWUP(0xA9AE6C92), 3, COUNT(notify_methods), notify_methods },
    { "IPrivateIdentityManager", "IUnknown", 1, LWUP(0xA9AE6C93), 3, COUNT(private_methods), private_methods },
    { "IPrivateIdentityManager2",
      "IUnknown",
      2, /* C-1 */
      { { 0x47172E6C, 0xEA67, 0x4CCD, { 0xB5, 0xCE, 0x2E, 0xAB, 0xBE, 0x05, 0x14, 0x04 } },
        { 0x15E84C92, 0x2E4D, 0x11D3, { 0x9C, 0x92, 0x00, 0x10, 0x4B, 0x35, 0xE7, 0xF9 } } },
      3,
      COUNT(private2_methods),
      private2_methods },
    { "exports", NULL, 0, { { 0, 0, 0, { 0 } } }, 0, COUNT(exports_methods), exports_methods },
};
const size_t cat_n_interfaces = COUNT(cat_interfaces);
