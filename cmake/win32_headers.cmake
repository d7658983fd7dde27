# idt_win32_headers: for code that includes Win32 headers, natively or as PE.
# msident_idl: msident.h from src/msident.idl, in IDT_GENERATED_DIR.
set(IDT_WINE_HEADERS /usr/include/wine/wine/windows CACHE PATH "Wine's Win32 headers and IDL files (libwine-dev)")
find_program(IDT_WIDL x86_64-w64-mingw32-widl REQUIRED)

add_library(msident_idl INTERFACE)
target_include_directories(msident_idl INTERFACE ${IDT_GENERATED_DIR})
set(idl ${PROJECT_SOURCE_DIR}/src/msident.idl)
if(EXISTS ${idl})
    add_custom_command(
        OUTPUT ${IDT_GENERATED_DIR}/msident.h
        COMMAND ${IDT_WIDL} -h -o ${IDT_GENERATED_DIR}/msident.h -I ${IDT_WINE_HEADERS} ${idl}
        DEPENDS ${idl}
        VERBATIM
    )
    add_custom_target(msident_idl_header DEPENDS ${IDT_GENERATED_DIR}/msident.h)
    add_dependencies(msident_idl msident_idl_header)
endif()

add_library(idt_win32_headers INTERFACE)
target_link_libraries(idt_win32_headers INTERFACE msident_idl)
# Windows 2000. Empty values, so that a source may say them too. Lean: Wine's whole windows.h does not compile natively (it reaches wtypes.h before rpcndr.h).
target_compile_definitions(idt_win32_headers INTERFACE _WIN32_WINNT=0x0500 WINVER=0x0500 WIN32_LEAN_AND_MEAN= COBJMACROS=)
if(IDT_NATIVE)
    target_compile_options(idt_win32_headers INTERFACE -fshort-wchar -fms-extensions)
    target_compile_definitions(idt_win32_headers INTERFACE NATIVE COM_NO_WINDOWS_H RPC_NO_WINDOWS_H)
    target_include_directories(idt_win32_headers SYSTEM INTERFACE ${IDT_WINE_HEADERS})
    if(CMAKE_C_COMPILER_ID MATCHES Clang)
        # Wine's pshpack headers change the packing on purpose.
        target_compile_options(idt_win32_headers INTERFACE -Wno-pragma-pack)
    endif()
endif()
