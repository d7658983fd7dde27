set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR i686)
set(IDT_MINGW i686-w64-mingw32)
include(${CMAKE_CURRENT_LIST_DIR}/mingw.cmake)

# Exports without the @4 of stdcall, as in every msident.dll; .def files name them undecorated.
string(APPEND CMAKE_SHARED_LINKER_FLAGS_INIT " -Wl,--kill-at -Wl,--enable-stdcall-fixup")
# Windows 2000 is NT 5.0 and refuses an image that asks for more.
foreach(kind EXE SHARED)
    string(APPEND CMAKE_${kind}_LINKER_FLAGS_INIT
        " -Wl,--major-subsystem-version=4,--minor-subsystem-version=0,--major-os-version=4,--minor-os-version=0")
endforeach()
