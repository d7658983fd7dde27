/* Included by force in front of every source: the calls below are compile or link errors, because each of
 * them writes without a limit, truncates without saying so, or keeps state between calls. */
#ifndef IDT_BANNED_H
#define IDT_BANNED_H

/* First, so that the macros below do not meet the declarations. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IDT_BANNED(name, use) name##_is_banned_use_##use

#undef strcpy
#define strcpy(d, s) IDT_BANNED(strcpy, memcpy)
#undef strcat
#define strcat(d, s) IDT_BANNED(strcat, snprintf)
#undef strncpy
#define strncpy(d, s, n) IDT_BANNED(strncpy, memcpy)
#undef strncat
#define strncat(d, s, n) IDT_BANNED(strncat, snprintf)
#undef strtok
#define strtok(s, d) IDT_BANNED(strtok, strcspn)
#undef sprintf
#define sprintf(...) IDT_BANNED(sprintf, snprintf)
#undef vsprintf
#define vsprintf(...) IDT_BANNED(vsprintf, vsnprintf)
#undef gets
#define gets(s) IDT_BANNED(gets, fgets)
#undef atoi
#define atoi(s) IDT_BANNED(atoi, strtol)
#undef atol
#define atol(s) IDT_BANNED(atol, strtol)

/* Win32's own. Their headers come later, so these are renamed: the linker finds no such function. */
#define lstrcpyA      lstrcpyA_is_banned_use_lstrcpynA
#define lstrcpyW      lstrcpyW_is_banned_use_lstrcpynW
#define lstrcatA      lstrcatA_is_banned_use_lstrcpynA
#define lstrcatW      lstrcatW_is_banned_use_lstrcpynW
#define wsprintfA     wsprintfA_is_banned_use_own_formatting
#define wsprintfW     wsprintfW_is_banned_use_own_formatting
#define wvsprintfA    wvsprintfA_is_banned_use_own_formatting
#define wvsprintfW    wvsprintfW_is_banned_use_own_formatting
#define IsBadReadPtr  IsBadReadPtr_is_banned_it_hides_bugs
#define IsBadWritePtr IsBadWritePtr_is_banned_it_hides_bugs

#endif
