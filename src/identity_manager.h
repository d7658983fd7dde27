/* The one object of CLSID_UserIdentityManager; its interfaces are spread over identity_manager.c, identity_private.c
 * and identity_connection.c (I-10, I-11). */
#ifndef MSIDENT_IDENTITY_MANAGER_H
#define MSIDENT_IDENTITY_MANAGER_H

#include "module.h"

struct manager {
    IUserIdentityManager user_identity_manager;
    IConnectionPointContainer connection_point_container;
    IConnectionPoint connection_point;
    IPrivateIdentityManager private_manager;
    IPrivateIdentityManager2 private_manager2;
    LONG refs;
};

extern const IConnectionPointContainerVtbl manager_connection_point_container_vtbl;
extern const IConnectionPointVtbl manager_connection_point_vtbl;
extern const IPrivateIdentityManagerVtbl manager_private_vtbl;
extern const IPrivateIdentityManager2Vtbl manager_private2_vtbl;

/* *object: one reference, NULL on failure. Fails: E_NOINTERFACE, E_OUTOFMEMORY. */
HRESULT manager_create(REFIID riid, void **object);

/* IUnknown, for all interfaces of the object. */
HRESULT manager_query_interface(struct manager *self, REFIID riid, void **object);
ULONG manager_add_ref(struct manager *self);
ULONG manager_release(struct manager *self);

#endif
