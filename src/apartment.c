#include "apartment.h"

/* CoGetApartmentType came with Windows 7; what CoInitializeEx answers tells the same. */
DWORD apartment_here(void)
{
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);

    if (SUCCEEDED(hr))
        CoUninitialize();
    return hr == S_FALSE ? APARTMENT_MULTITHREADED : GetCurrentThreadId();
}
