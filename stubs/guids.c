/* The system's interface ids, which uuid.lib has elsewhere. */
#include <stdarg.h>
#include <windef.h>
#include <winbase.h>
#include <initguid.h>
#include <ole2.h>
#include <olectl.h>

DEFINE_GUID(GUID_NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
