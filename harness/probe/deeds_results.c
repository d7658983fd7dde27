/* Deeds 400 to 449: what a call returns. Its out parameters are those of the objects. */
#include "probe.h"

static HRESULT give(const struct effect *effect)
{
    return (HRESULT)effect->number;
}

static const struct effect success[] = { { "another success", give, .number = (DWORD)S_FALSE } };
static const struct effect failure[] = { { "failure", give, .number = (DWORD)E_FAIL } };
static const struct effect strange[] = { { "code without a name", give, .number = 0x80041234 } };

static const struct deed deeds[] = {
    { 401, EFFECTS(success) },
    { 402, EFFECTS(failure) },
    { 403, EFFECTS(strange) },
};

static const struct effect extras[] = {
    { "another code", give, .number = (DWORD)E_ABORT },
    { "a success", give, .number = 0x00041234 },
};

const struct chapter chapter_results = { "results", deeds, ARRAYSIZE(deeds), extras, ARRAYSIZE(extras) };
