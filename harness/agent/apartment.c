#include "apartment.h"

/* APTTYPE and APTTYPEQUALIFIER of the SDK, whose headers hide them from programs for older systems. */
enum { TYPE_STA = 0, TYPE_MTA = 1, TYPE_MAIN_STA = 3, QUALIFIER_IMPLICIT_MTA = 1 };

enum apartment apartment_by_type(apartment_type_fn *ask)
{
    int type, qualifier;

    if (FAILED(ask(&type, &qualifier)))
        return APARTMENT_NONE;
    if (type == TYPE_MTA)
        return qualifier == QUALIFIER_IMPLICIT_MTA ? APARTMENT_NONE : APARTMENT_MTA;
    return type == TYPE_STA || type == TYPE_MAIN_STA ? APARTMENT_STA : APARTMENT_NONE;
}

enum apartment apartment_by_trial(co_initialize_fn *initialize, co_uninitialize_fn *uninitialize)
{
    const HRESULT hr = initialize(NULL, COINIT_MULTITHREADED);

    if (SUCCEEDED(hr))
        uninitialize();
    return hr == S_FALSE ? APARTMENT_MTA : hr == RPC_E_CHANGED_MODE ? APARTMENT_STA : APARTMENT_NONE;
}
