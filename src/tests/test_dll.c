/* Exports and life time (I-10, I-24, I-30). */
#include "support.h"
#include "../identity_notify.h"

static void test_refuses_other_class(void **state)
{
    IClassFactory *factory = (IClassFactory *)(UINT_PTR)1;

    (void)state;
    assert_hr(DllGetClassObject(&IID_IUserIdentity, &IID_IClassFactory, (void **)&factory), CLASS_E_CLASSNOTAVAILABLE);
    assert_null(factory);
}

static void test_refuses_other_interface(void **state)
{
    void *object = &state;

    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IUserIdentity, &object), E_NOINTERFACE);
    assert_null(object);
    assert_hr(DllCanUnloadNow(), S_OK);
}

static void test_null_pointers(void **state)
{
    void *object = &state;

    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, NULL), E_POINTER);
    assert_hr(DllGetClassObject(NULL, &IID_IClassFactory, &object), E_POINTER);
    assert_null(object);
    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, NULL, &object), E_POINTER);
}

static void test_unload_counts_objects_and_locks(void **state)
{
    IUserIdentityManager *manager;
    IClassFactory *factory;

    (void)state;
    assert_hr(DllCanUnloadNow(), S_OK);
    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory), S_OK);
    assert_hr(DllCanUnloadNow(), S_FALSE);
    assert_hr(IClassFactory_LockServer(factory, TRUE), S_OK);
    assert_int_equal(IClassFactory_Release(factory), 0);
    assert_hr(DllCanUnloadNow(), S_FALSE);
    manager = new_manager();
    assert_hr(DllGetClassObject(&CLSID_UserIdentityManager, &IID_IClassFactory, (void **)&factory), S_OK);
    assert_hr(IClassFactory_LockServer(factory, FALSE), S_OK);
    assert_int_equal(IClassFactory_Release(factory), 0);
    assert_hr(DllCanUnloadNow(), S_FALSE);
    assert_int_equal(IUserIdentityManager_Release(manager), 0);
    assert_hr(DllCanUnloadNow(), S_OK);
}

static void test_end_of_process_touches_nothing(void **state)
{
    (void)state;
    assert_true(DllMain(NULL, DLL_PROCESS_DETACH, (void *)&ann));
    assert_true(DllMain(NULL, DLL_THREAD_ATTACH, NULL));
    assert_hr(DllCanUnloadNow(), S_OK);
}

static void test_attach_starts_anew(void **state)
{
    IConnectionPoint *point;
    IUserIdentityManager *manager = new_manager();
    struct sink sink;

    (void)state;
    sink_init(&sink);
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&point), S_OK);
    assert_hr(IConnectionPoint_Advise(point, sink_unknown(&sink), &sink.cookie), S_OK);
    IConnectionPoint_Release(point);
    IUserIdentityManager_Release(manager);
    assert_hr(DllCanUnloadNow(), S_FALSE);
    DllMain(NULL, DLL_PROCESS_DETACH, NULL); /* a client that forgot to unadvise */
    assert_int_equal(stub_live_objects(), 0);
    DllMain((HINSTANCE)(UINT_PTR)0x10000000, DLL_PROCESS_ATTACH, NULL);
    assert_hr(DllCanUnloadNow(), S_OK);
    assert_int_equal(sink.refs, 1); /* nobody called into code that may be gone */
}

static struct {
    HANDLE advised, unadvised;
    struct sink sink;
} apartment;

static DWORD WINAPI advise_and_pump(void *context)
{
    MSG msg;

    (void)context;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    sink_init(&apartment.sink);
    notify_advise(&apartment.sink.notify, &apartment.sink.cookie);
    SetEvent(apartment.advised);
    WaitForSingleObject(apartment.unadvised, INFINITE);
    while (PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE))
        DispatchMessageW(&msg);
    CoUninitialize();
    return 0;
}

/* Its window is closed by that thread, in code of ours. */
static void test_another_thread_has_to_close_its_window_first(void **state)
{
    HANDLE thread;
    DWORD id;

    (void)state;
    apartment.advised = CreateEventW(NULL, TRUE, FALSE, NULL);
    apartment.unadvised = CreateEventW(NULL, TRUE, FALSE, NULL);
    thread = CreateThread(NULL, 0, advise_and_pump, NULL, 0, &id);
    assert_non_null(thread);
    WaitForSingleObject(apartment.advised, INFINITE);
    assert_hr(notify_unadvise(apartment.sink.cookie), S_OK);
    assert_hr(DllCanUnloadNow(), S_FALSE);
    SetEvent(apartment.unadvised);
    WaitForSingleObject(thread, INFINITE);
    assert_hr(DllCanUnloadNow(), S_OK);
    CloseHandle(thread);
    CloseHandle(apartment.advised);
    CloseHandle(apartment.unadvised);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_refuses_other_class, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_refuses_other_interface, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_null_pointers, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_unload_counts_objects_and_locks, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_end_of_process_touches_nothing, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_attach_starts_anew, machine_start, machine_end),
        cmocka_unit_test_setup_teardown(test_another_thread_has_to_close_its_window_first, machine_start, machine_end),
    };

    return cmocka_run_group_tests_name("dll", tests, NULL, NULL);
}
