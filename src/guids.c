/* The storage of every GUID that msident.h declares; the system's own come from its uuid library. */
#include <windows.h>
#include <ole2.h>
#include <initguid.h>
#include "msident.h"
