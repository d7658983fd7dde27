/* Two ways to ask COM in which apartment the calling thread is. */
#ifndef AGENT_APARTMENT_H
#define AGENT_APARTMENT_H

#include "agent.h"

typedef HRESULT WINAPI apartment_type_fn(int *type, int *qualifier); /* CoGetApartmentType() */
typedef HRESULT WINAPI co_initialize_fn(void *reserved, DWORD how);  /* CoInitializeEx() */
typedef void WINAPI co_uninitialize_fn(void);                        /* CoUninitialize() */

enum apartment apartment_by_type(apartment_type_fn *ask);
/* By what CoInitializeEx() answers, which is undone. */
enum apartment apartment_by_trial(co_initialize_fn *initialize, co_uninitialize_fn *uninitialize);

#endif
