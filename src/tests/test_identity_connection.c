/* The connection point and its two enumerators (I-02, I-10, I-27, I-30). */
#include "support.h"

static IConnectionPointContainer *container;
static IConnectionPoint *point;

static int start(void **state)
{
    IUserIdentityManager *manager;

    two_start(state);
    manager = new_manager();
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPointContainer, (void **)&container), S_OK);
    IUserIdentityManager_Release(manager);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_IIdentityChangeNotify, &point), S_OK);
    return 0;
}

static int end(void **state)
{
    assert_int_equal(IConnectionPoint_Release(point), 1);
    assert_int_equal(IConnectionPointContainer_Release(container), 0);
    return machine_end(state);
}

static void test_point_and_container(void **state)
{
    IConnectionPointContainer *other;
    IConnectionPoint *none = point;
    IUnknown *left, *right;
    IID iid;

    (void)state;
    assert_hr(IConnectionPoint_GetConnectionInterface(point, &iid), S_OK);
    assert_same_guid(&iid, &IID_IIdentityChangeNotify);
    assert_hr(IConnectionPoint_GetConnectionPointContainer(point, &other), S_OK);
    assert_hr(IConnectionPointContainer_QueryInterface(other, &IID_IUnknown, (void **)&left), S_OK);
    assert_hr(IConnectionPoint_QueryInterface(point, &IID_IUnknown, (void **)&right), S_OK);
    assert_ptr_equal(left, right);
    IUnknown_Release(left);
    IUnknown_Release(right);
    IConnectionPointContainer_Release(other);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_IUserIdentity, &none),
              CONNECT_E_NOCONNECTION);
    assert_null(none);
}

static void test_advise_holds_one_reference(void **state)
{
    struct sink sink;

    (void)state;
    sink_init(&sink);
    assert_hr(IConnectionPoint_Advise(point, sink_unknown(&sink), &sink.cookie), S_OK);
    assert_int_not_equal(sink.cookie, 0);
    assert_int_equal(sink.refs, 1);
    assert_hr(DllCanUnloadNow(), S_FALSE);
    assert_hr(IConnectionPoint_Unadvise(point, sink.cookie + 1), CONNECT_E_NOCONNECTION);
    assert_hr(IConnectionPoint_Unadvise(point, 0), CONNECT_E_NOCONNECTION);
    assert_hr(IConnectionPoint_Unadvise(point, sink.cookie), S_OK);
    assert_int_equal(sink.refs, 0);
    assert_hr(IConnectionPoint_Unadvise(point, sink.cookie), CONNECT_E_NOCONNECTION);
}

static void test_advise_refuses_what_is_no_sink(void **state)
{
    DWORD cookie = 7;

    (void)state;
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)container, &cookie), CONNECT_E_CANNOTCONNECT);
    assert_int_equal(cookie, 0);
}

static void test_connections_are_shared_by_all_managers(void **state)
{
    IUserIdentityManager *manager = new_manager();
    IConnectionPoint *other;
    struct sink sink;

    (void)state;
    sink_init(&sink);
    assert_hr(IUserIdentityManager_QueryInterface(manager, &IID_IConnectionPoint, (void **)&other), S_OK);
    IUserIdentityManager_Release(manager);
    assert_hr(IConnectionPoint_Advise(other, sink_unknown(&sink), &sink.cookie), S_OK);
    assert_int_equal(IConnectionPoint_Release(other), 0);
    assert_int_equal(sink.refs, 1);
    assert_hr(IConnectionPoint_Unadvise(point, sink.cookie), S_OK);
    assert_int_equal(sink.refs, 0);
}

static void test_enum_points(void **state)
{
    IEnumConnectionPoints *points, *clone;
    IConnectionPoint *elements[2] = { NULL, (IConnectionPoint *)container };
    void *other = state;
    ULONG fetched;

    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &points), S_OK);
    assert_hr(IEnumConnectionPoints_QueryInterface(points, &IID_IEnumConnections, &other), E_NOINTERFACE);
    assert_hr(IEnumConnectionPoints_Next(points, 2, elements, &fetched), S_FALSE);
    assert_int_equal(fetched, 1);
    assert_ptr_equal(elements[0], point);
    assert_ptr_equal(elements[1], container);
    IConnectionPoint_Release(elements[0]);
    assert_hr(IEnumConnectionPoints_Clone(points, &clone), S_OK);
    assert_hr(IEnumConnectionPoints_Next(clone, 1, elements, NULL), S_FALSE);
    assert_null(elements[0]);
    assert_hr(IEnumConnectionPoints_Reset(clone), S_OK);
    assert_hr(IEnumConnectionPoints_Skip(clone, 1), S_OK);
    assert_hr(IEnumConnectionPoints_Skip(clone, 1), S_FALSE);
    assert_int_equal(IEnumConnectionPoints_Release(clone), 0);
    assert_int_equal(IEnumConnectionPoints_Release(points), 0);
}

static void test_enum_connections(void **state)
{
    CONNECTDATA data[3] = { { NULL, 7 }, { NULL, 7 }, { NULL, 7 } };
    IEnumConnections *connections, *clone;
    struct sink sinks[2];
    ULONG fetched;

    (void)state;
    for (int i = 0; i < 2; i++) {
        sink_init(&sinks[i]);
        assert_hr(IConnectionPoint_Advise(point, sink_unknown(&sinks[i]), &sinks[i].cookie), S_OK);
    }
    assert_hr(IConnectionPoint_EnumConnections(point, &connections), S_OK);
    for (int i = 0; i < 2; i++)
        assert_hr(IConnectionPoint_Unadvise(point, sinks[i].cookie), S_OK);
    assert_int_equal(sinks[0].refs, 1); /* a snapshot holds its sinks */
    assert_hr(IEnumConnections_Skip(connections, 1), S_OK);
    assert_hr(IEnumConnections_Clone(connections, &clone), S_OK);
    assert_hr(IEnumConnections_Next(clone, 3, data, &fetched), S_FALSE);
    assert_int_equal(fetched, 1);
    assert_ptr_equal(data[0].pUnk, sink_unknown(&sinks[1]));
    assert_int_equal(data[0].dwCookie, sinks[1].cookie);
    assert_int_equal(data[1].dwCookie, 7);
    IUnknown_Release(data[0].pUnk);
    assert_hr(IEnumConnections_Next(clone, 1, data, NULL), S_FALSE);
    assert_null(data[0].pUnk);
    assert_int_equal(IEnumConnections_Release(clone), 0);
    assert_hr(IEnumConnections_Reset(connections), S_OK);
    assert_hr(IEnumConnections_Skip(connections, 3), S_FALSE);
    assert_int_equal(IEnumConnections_Release(connections), 0);
    assert_int_equal(sinks[0].refs, 0);
    assert_int_equal(sinks[1].refs, 0);
}

static void test_null_pointers(void **state)
{
    IEnumConnectionPoints *points;
    IEnumConnections *connections;
    IConnectionPoint *element = point;
    CONNECTDATA data = { NULL, 7 };
    ULONG fetched = 7;
    DWORD cookie = 7;

    (void)state;
    assert_hr(IConnectionPoint_Advise(point, NULL, &cookie), E_POINTER);
    assert_int_equal(cookie, 0);
    assert_hr(IConnectionPoint_Advise(point, (IUnknown *)point, NULL), E_POINTER);
    assert_hr(IConnectionPoint_GetConnectionInterface(point, NULL), E_POINTER);
    assert_hr(IConnectionPoint_GetConnectionPointContainer(point, NULL), E_POINTER);
    assert_hr(IConnectionPoint_EnumConnections(point, NULL), E_POINTER);
    assert_hr(IConnectionPoint_QueryInterface(point, &IID_IUnknown, NULL), E_POINTER);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, NULL), E_POINTER);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, &IID_IIdentityChangeNotify, NULL), E_POINTER);
    assert_hr(IConnectionPointContainer_FindConnectionPoint(container, NULL, &element), E_POINTER);
    assert_null(element);
    assert_hr(IConnectionPointContainer_EnumConnectionPoints(container, &points), S_OK);
    assert_hr(IEnumConnectionPoints_Next(points, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumConnectionPoints_Next(points, 2, &element, NULL), E_POINTER);
    assert_hr(IEnumConnectionPoints_Clone(points, NULL), E_POINTER);
    assert_hr(IEnumConnectionPoints_QueryInterface(points, &IID_IUnknown, NULL), E_POINTER);
    IEnumConnectionPoints_Release(points);
    assert_hr(IConnectionPoint_EnumConnections(point, &connections), S_OK);
    fetched = 7;
    assert_hr(IEnumConnections_Next(connections, 1, NULL, &fetched), E_POINTER);
    assert_int_equal(fetched, 0);
    assert_hr(IEnumConnections_Next(connections, 2, &data, NULL), E_POINTER);
    assert_int_equal(data.dwCookie, 0);
    assert_hr(IEnumConnections_Clone(connections, NULL), E_POINTER);
    assert_hr(IEnumConnections_QueryInterface(connections, &IID_IUnknown, NULL), E_POINTER);
    IEnumConnections_Release(connections);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_point_and_container, start, end),
        cmocka_unit_test_setup_teardown(test_advise_holds_one_reference, start, end),
        cmocka_unit_test_setup_teardown(test_advise_refuses_what_is_no_sink, start, end),
        cmocka_unit_test_setup_teardown(test_connections_are_shared_by_all_managers, start, end),
        cmocka_unit_test_setup_teardown(test_enum_points, start, end),
        cmocka_unit_test_setup_teardown(test_enum_connections, start, end),
        cmocka_unit_test_setup_teardown(test_null_pointers, start, end),
    };

    return cmocka_run_group_tests_name("identity_connection", tests, NULL, NULL);
}
