/* Included by force in front of the reference's sources when they become the stand-in: exports make room for those of
 * the layer, and each call that leaves a trace in the registry or on the disk goes through imports.c. */
#ifndef IDT_STANDIN_RENAME_H
#define IDT_STANDIN_RENAME_H

/* The headers then declare plain functions, not imports, as the layer's are. */
#define _ADVAPI32_
#define _KERNEL32_
#define _SHELL32_
#define _SHFOLDER_

#define DllMain             reference_DllMain
#define DllGetClassObject   reference_DllGetClassObject
#define DllCanUnloadNow     reference_DllCanUnloadNow
#define DllRegisterServer   reference_DllRegisterServer
#define DllUnregisterServer reference_DllUnregisterServer

#define RegSetValueExW   standin_RegSetValueExW
#define RegCreateKeyExW  standin_RegCreateKeyExW
#define RegDeleteKeyW    standin_RegDeleteKeyW
#define RegDeleteValueW  standin_RegDeleteValueW
#define CreateDirectoryW standin_CreateDirectoryW
#define SHGetFolderPathW standin_SHGetFolderPathW

#endif
