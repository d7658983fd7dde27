/* The least a client of the DLL can be: a process that loads the same system DLLs as agent and reference, initialises
 * COM and ends. What a scenario costs above this is ours. */
#include <windows.h>

#include <objbase.h>
#include <shlobj.h>
#include <wincrypt.h>

typedef void (*function)(void);

/* Each names a DLL in the import table; none is called. */
static const volatile function imports[] = {
    (function)(void *)RegCloseKey,      /* advapi32 */
    (function)(void *)CryptProtectData, /* crypt32 */
    (function)(void *)SHGetFolderPathW, /* shell32 */
    (function)(void *)GetDesktopWindow, /* user32 */
};

int main(void)
{
    if (!imports[0] || FAILED(CoInitialize(NULL)))
        return 1;
    CoUninitialize();
    return 0;
}
