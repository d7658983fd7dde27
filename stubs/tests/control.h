/* What the tests of the control interface share. */
#ifndef STUBS_TESTS_CONTROL_H
#define STUBS_TESTS_CONTROL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include <wincrypt.h>
#include <winuser.h>
#include <wingdi.h>
#include <wincon.h>
#include <objbase.h>
#include <shlobj.h>
#include "stubs.h"

#define ROOT L"HKEY_CURRENT_USER\\Identities"

int fresh_machine(void **state);
int nothing_left(void **state);
/* Makes it if it is not there. */
HKEY open_key(const WCHAR *path, REGSAM access);
void assert_wide(const WCHAR *actual, const WCHAR *expected);

/* An entry of the list of tests: each begins with a fresh machine and leaves nothing open. */
#define CASE(name) cmocka_unit_test_setup_teardown(name, fresh_machine, nothing_left)

#endif
