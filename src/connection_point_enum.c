/* IEnumConnectionPoints over the manager's only connection point. */
#include "connection_enum.h"
#include "memory.h"

enum { POINT_COUNT = 1 };

struct connection_point_enum {
    IEnumConnectionPoints enum_connection_points;
    LONG refs;
    IConnectionPoint *point; /* one reference held */
    ULONG position;
};

static struct connection_point_enum *impl_from_IEnumConnectionPoints(IEnumConnectionPoints *iface)
{
    return CONTAINING_RECORD(iface, struct connection_point_enum, enum_connection_points);
}

static HRESULT STDMETHODCALLTYPE point_enum_QueryInterface(IEnumConnectionPoints *iface, REFIID riid, void **object)
{
    if (!object)
        return E_POINTER;
    *object = NULL;
    if (!riid)
        return E_POINTER;
    if (!IsEqualGUID(riid, &IID_IUnknown) && !IsEqualGUID(riid, &IID_IEnumConnectionPoints))
        return E_NOINTERFACE;
    IEnumConnectionPoints_AddRef(iface);
    *object = iface;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE point_enum_AddRef(IEnumConnectionPoints *iface)
{
    return InterlockedIncrement(&impl_from_IEnumConnectionPoints(iface)->refs);
}

static ULONG STDMETHODCALLTYPE point_enum_Release(IEnumConnectionPoints *iface)
{
    struct connection_point_enum *self = impl_from_IEnumConnectionPoints(iface);
    ULONG refs = InterlockedDecrement(&self->refs);

    if (!refs) {
        IConnectionPoint_Release(self->point);
        mem_free(self);
        module_release();
    }
    return refs;
}

/* Moves up to count places on; returns how many. */
static ULONG advance(struct connection_point_enum *self, ULONG count)
{
    ULONG rest;

    module_lock();
    rest = POINT_COUNT - self->position;
    if (count > rest)
        count = rest;
    self->position += count;
    module_unlock();
    return count;
}

static HRESULT STDMETHODCALLTYPE point_enum_Next(IEnumConnectionPoints *iface, ULONG count, IConnectionPoint **points,
                                                 ULONG *fetched)
{
    struct connection_point_enum *self = impl_from_IEnumConnectionPoints(iface);
    ULONG got;

    if (fetched)
        *fetched = 0;
    if (points && count)
        points[0] = NULL;                    /* and no more: I-27 */
    if (!points || (!fetched && count != 1)) /* I-02 */
        return E_POINTER;
    got = advance(self, count);
    if (got) {
        points[0] = self->point;
        IConnectionPoint_AddRef(self->point);
    }
    if (fetched)
        *fetched = got;
    return got == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE point_enum_Skip(IEnumConnectionPoints *iface, ULONG count)
{
    return advance(impl_from_IEnumConnectionPoints(iface), count) == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE point_enum_Reset(IEnumConnectionPoints *iface)
{
    struct connection_point_enum *self = impl_from_IEnumConnectionPoints(iface);

    module_lock();
    self->position = 0;
    module_unlock();
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE point_enum_Clone(IEnumConnectionPoints *iface, IEnumConnectionPoints **clone)
{
    struct connection_point_enum *self = impl_from_IEnumConnectionPoints(iface);
    ULONG position;

    if (!clone)
        return E_POINTER;
    module_lock();
    position = self->position;
    module_unlock();
    return connection_point_enum_create(self->point, position, clone);
}

static const IEnumConnectionPointsVtbl point_enum_vtbl = {
    point_enum_QueryInterface, point_enum_AddRef, point_enum_Release, point_enum_Next,
    point_enum_Skip,           point_enum_Reset,  point_enum_Clone,
};

HRESULT connection_point_enum_create(IConnectionPoint *point, ULONG position, IEnumConnectionPoints **enumerator)
{
    struct connection_point_enum *self = mem_alloc(sizeof(*self));

    *enumerator = NULL;
    if (!self)
        return E_OUTOFMEMORY;
    module_add_ref();
    IConnectionPoint_AddRef(point);
    self->enum_connection_points.lpVtbl = &point_enum_vtbl;
    self->refs = 1;
    self->point = point;
    self->position = position;
    *enumerator = &self->enum_connection_points;
    return S_OK;
}
