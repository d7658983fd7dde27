/* What the driver's unit tests include first. */
#ifndef IDT_DRIVER_TEST_H
#define IDT_DRIVER_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#endif
