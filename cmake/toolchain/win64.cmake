set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(IDT_MINGW x86_64-w64-mingw32)
include(${CMAKE_CURRENT_LIST_DIR}/mingw.cmake)
# winnt.h wants a few intrinsics of SSE2 and gets all of gcc's instead, which takes longer to read than all else together.
set(CMAKE_C_FLAGS_INIT "-D_X86INTRIN_H_INCLUDED")
