# What win32 and win64 share; IDT_MINGW is the compiler's prefix.
set(CMAKE_C_COMPILER ${IDT_MINGW}-gcc)
set(CMAKE_RC_COMPILER ${IDT_MINGW}-windres)
set(CMAKE_OBJDUMP ${IDT_MINGW}-objdump)
set(CMAKE_FIND_ROOT_PATH /usr/${IDT_MINGW})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_SHARED_LIBRARY_PREFIX_C "")
set(CMAKE_SHARED_LIBRARY_PREFIX "")

# Nothing but the system's own DLLs is imported; no time stamp, so that equal sources give equal SHA-256.
foreach(kind EXE SHARED)
    set(CMAKE_${kind}_LINKER_FLAGS_INIT "-static-libgcc -Wl,--no-insert-timestamp")
endforeach()
