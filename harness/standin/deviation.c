#include "deviation.h"

static const struct {
    const char *name;
    enum deviation_fact fact;
} kinds[KIND_COUNT] = {
    [RESULT_OTHER_SUCCESS] = { "result-other-success", FACT_RESULT },
    [RESULT_OTHER_ERROR] = { "result-other-error", FACT_RESULT },
    [RESULT_FAILS] = { "result-fails", FACT_RESULT },
    [RESULT_SUCCEEDS] = { "result-succeeds", FACT_RESULT },
    [OUT_NUMBER] = { "out-number", FACT_OUT },
    [OUT_GUID] = { "out-guid", FACT_OUT },
    [OUT_TEXT] = { "out-text", FACT_OUT },
    [OUT_POINTER_NULL] = { "out-pointer-null", FACT_OUT },
    [OUT_POINTER_OLD] = { "out-pointer-old", FACT_OUT },
    [OUT_POINTER_NEW] = { "out-pointer-new", FACT_OUT },
    [OUT_KEY] = { "out-key", FACT_OUT },
    [FAIL_TOUCHED] = { "fail-touched", FACT_OUT_ON_FAILURE },
    [FAIL_NOT_CLEARED] = { "fail-not-cleared", FACT_OUT_ON_FAILURE },
    [TAIL_TOUCHED] = { "tail-touched", FACT_TAIL },
    [TAIL_OVERRUN] = { "tail-overrun", FACT_TAIL },
    [REFS_EXTRA_OUT] = { "refs-extra-out", FACT_REFS },
    [REFS_MISSING_OUT] = { "refs-missing-out", FACT_REFS },
    [REFS_EXTRA_SELF] = { "refs-extra-self", FACT_REFS },
    [REFS_COUNT] = { "refs-count", FACT_REFS },
    [REGISTRY_NAME] = { "registry-name", FACT_REGISTRY_NAME },
    [REGISTRY_TYPE] = { "registry-type", FACT_REGISTRY_TYPE },
    [REGISTRY_DATA] = { "registry-data", FACT_REGISTRY_DATA },
    [REGISTRY_LOST] = { "registry-lost", FACT_REGISTRY_DATA },
    [REGISTRY_TERMINATOR] = { "registry-terminator", FACT_REGISTRY_DATA },
    [REGISTRY_EXTRA] = { "registry-extra", FACT_REGISTRY_NAME },
    [REGISTRY_KEY] = { "registry-key", FACT_REGISTRY_NAME },
    [REGISTRY_UNDELETED] = { "registry-undeleted", FACT_REGISTRY_NAME },
    [ORDER_SWAPPED] = { "order-swapped", FACT_ORDER },
    [ESCAPE_HKLM] = { "escape-hklm", FACT_ESCAPE },
    [ESCAPE_HKU] = { "escape-hku", FACT_ESCAPE },
    [ESCAPE_HKCU] = { "escape-hkcu", FACT_ESCAPE },
    [ESCAPE_ROOT] = { "escape-root", FACT_ESCAPE },
    [PATH_ELSEWHERE] = { "path-elsewhere", FACT_PATH },
    [PATH_NOT_CREATED] = { "path-not-created", FACT_PATH },
    [PATH_EXTRA] = { "path-extra", FACT_PATH },
    [PATH_SWAPPED] = { "path-swapped", FACT_PATH },
    [SINK_ARGUMENT] = { "sink-argument", FACT_SINK },
    [SINK_MISSING] = { "sink-missing", FACT_SINK },
    [SINK_TWICE] = { "sink-twice", FACT_SINK },
    [SINK_ORDER] = { "sink-order", FACT_SINK },
    [SINK_ANSWER] = { "sink-answer", FACT_SINK },
    [SINK_REFS] = { "sink-refs", FACT_SINK },
    [CALL_CRASHES] = { "call-crashes", FACT_CRASH },
    [CALL_HANGS] = { "call-hangs", FACT_HANG },
};

static const char *const facts[FACT_COUNT] = {
    [FACT_RESULT] = "result",
    [FACT_OUT] = "out value",
    [FACT_OUT_ON_FAILURE] = "out touched on failure",
    [FACT_TAIL] = "buffer tail",
    [FACT_REFS] = "reference count",
    [FACT_REGISTRY_NAME] = "registry name",
    [FACT_REGISTRY_TYPE] = "registry type",
    [FACT_REGISTRY_DATA] = "registry data",
    [FACT_ORDER] = "order",
    [FACT_ESCAPE] = "escape",
    [FACT_PATH] = "path",
    [FACT_SINK] = "sink call",
    [FACT_CRASH] = "crash",
    [FACT_HANG] = "hang",
};

enum deviation_fact deviation_fact(enum deviation_kind kind)
{
    return kinds[kind].fact;
}

const char *deviation_kind_name(enum deviation_kind kind)
{
    return kinds[kind].name;
}

const char *deviation_fact_name(enum deviation_fact fact)
{
    return facts[fact];
}
