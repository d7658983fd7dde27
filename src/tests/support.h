/* What the tests of src share: a machine with known identities, sinks that write down what they hear, and short ways
 * to look at the registry. cmocka.h and its friends come with it. */
#ifndef MSIDENT_TESTS_SUPPORT_H
#define MSIDENT_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "../module.h"
#include "stubs.h"

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved);

/* The key of an identity below HKCU\Identities, by the last digit of its cookie. */
#define ROOT  L"HKCU\\Identities"
#define ANN   L"HKCU\\Identities\\{0A1B2C3D-1111-4111-8111-111111111111}"
#define BOB   L"HKCU\\Identities\\{2B3C4D5E-2222-4222-8222-222222222222}"
#define CAROL L"HKCU\\Identities\\{4C5D6E7F-3333-4333-8333-333333333333}"

#define ANN_TEXT   L"{0A1B2C3D-1111-4111-8111-111111111111}"
#define BOB_TEXT   L"{2B3C4D5E-2222-4222-8222-222222222222}"
#define CAROL_TEXT L"{4C5D6E7F-3333-4333-8333-333333333333}"
#define NULL_TEXT  L"{00000000-0000-0000-0000-000000000000}"

extern const GUID ann, bob, carol, nobody;

/* Fixtures: an empty machine with the module attached; at the end no object, handle or memory may be left. */
int machine_start(void **state);
int machine_end(void **state);

/* The same, with Ann (ordinal 1, default and current) and Bob (ordinal 2). */
int two_start(void **state);

/* Adds Carol, who was never used and so has no ordinal. */
void add_carol(void);
void lock_down(void);

/* Detaches, counts what is left, attaches again. */
void expect_nothing_left(void);

IUserIdentityManager *new_manager(void);
IPrivateIdentityManager2 *new_private2(void);

/* The identity of that cookie, through the manager. */
IUserIdentity2 *get_identity(const GUID *id);

void set_text(const WCHAR *path, const WCHAR *name, const WCHAR *text);
void set_dword(const WCHAR *path, const WCHAR *name, DWORD number);
void assert_text(const WCHAR *path, const WCHAR *name, const WCHAR *text);
void assert_dword(const WCHAR *path, const WCHAR *name, DWORD number);
void assert_no_value(const WCHAR *path, const WCHAR *name);
bool has_key(const WCHAR *path);

bool same_text(const WCHAR *left, const WCHAR *right);
void assert_same_guid(const GUID *left, const GUID *right);
#define assert_hr(call, expected) assert_int_equal((unsigned)(call), (unsigned)(expected))

/* A user who cancels whatever is shown, from now on; he has to go before the machine ends. */
void user_comes(void);
void user_goes(void);

/* A sink whose answers are set and whose calls are counted. */
struct sink {
    IIdentityChangeNotify notify;
    LONG refs;
    LONG queries, switches, changes;
    LONG last_change;
    HRESULT answer;
    void (*called)(struct sink *self); /* NULL: nothing to do while it is called */
    GUID outgoing, incoming;           /* for the test's use */
    DWORD cookie;
};

void sink_init(struct sink *sink);

/* Its interface as IUnknown, without a new reference. */
IUnknown *sink_unknown(struct sink *sink);

#endif
