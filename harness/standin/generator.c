#include "generator.h"
#include "surface.h"

#include <string.h>

enum { CANDIDATES_MAX = 4096 };

struct pool {
    uint64_t state;
    unsigned count;
    struct deviation candidates[CANDIDATES_MAX];
};

static const uint32_t success_codes[] = { 0x00000001, 0x00007110, 0x00000002 };
static const uint32_t error_codes[] = { 0x80004005, 0x80070057, 0x80004001, 0x8000FFFF, 0x8007000E,
                                        0x80070005, 0x80007114, 0x80007110, 0x80007116 };
static const uint32_t registry_types[] = { 0, 2, 3, 4, 7 };
static const uint32_t number_offsets[] = { 1, 0xFFFFFFFF, 16, 0x10000 };

/* Methods that write in the registry or on the disk, and how often by evidence (F-019, I-04, I-05, I-08, I-14). */
static const struct writer {
    const char *name;
    unsigned writes, keys, deletions, folders;
} writers[] = {
    { "EnumIdentities", 13, 2, 0, 1 },   { "Logon", 13, 2, 0, 1 },          { "GetIdentityByCookie", 13, 2, 0, 1 },
    { "CreateIdentity", 5, 1, 0, 1 },    { "CreateIdentity2", 5, 1, 0, 1 }, { "Logoff", 2, 0, 0, 0 },
    { "LogonAs", 4, 0, 0, 0 },           { "DestroyIdentity", 1, 0, 1, 0 }, { "SetDefaultIdentity", 1, 0, 0, 0 },
    { "SetName", 2, 0, 0, 0 },           { "ChangePassword", 2, 0, 0, 0 },  { "GetOrdinal", 2, 0, 0, 0 },
    { "GetIdentityFolder", 0, 0, 0, 2 },
};

/* splitmix64: small, and the same on every machine */
static uint32_t draw(struct pool *pool, uint32_t below)
{
    uint64_t z = pool->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) >> 16) % below;
}

#define DRAW_FROM(pool, table) ((table)[draw(pool, sizeof(table) / sizeof *(table))])

/* Two different entries: what the code becomes, and what it becomes where it is that already. */
static void draw_codes(struct pool *pool, struct deviation *deviation, const uint32_t *table, uint32_t count)
{
    uint32_t first = draw(pool, count);

    deviation->value = table[first];
    deviation->value2 = table[(first + 1 + draw(pool, count - 1)) % count];
}

static void draw_values(struct pool *pool, struct deviation *deviation)
{
    switch (deviation->kind) {
    case RESULT_OTHER_SUCCESS:
        draw_codes(pool, deviation, success_codes, 2 + draw(pool, 2));
        deviation->value2 = 0;
        break;
    case RESULT_OTHER_ERROR:
    case RESULT_FAILS:
    case SINK_ANSWER:
        draw_codes(pool, deviation, error_codes, sizeof error_codes / sizeof *error_codes);
        break;
    case REGISTRY_TYPE:
        draw_codes(pool, deviation, registry_types, sizeof registry_types / sizeof *registry_types);
        break;
    case OUT_NUMBER:
        deviation->value = DRAW_FROM(pool, number_offsets);
        break;
    case REFS_COUNT:
        deviation->value = draw(pool, 2) ? 1 : 0xFFFFFFFF;
        break;
    case SINK_ARGUMENT:
        deviation->value = 1u << draw(pool, 5);
        break;
    case REGISTRY_NAME:
    case REGISTRY_DATA:
        deviation->value = draw(pool, 3);
        break;
    case SINK_REFS:
    case OUT_GUID:
    case OUT_TEXT:
    case TAIL_TOUCHED:
    case CALL_CRASHES:
        deviation->value = draw(pool, 4);
        break;
    default:
        break;
    }
}

static void add(struct pool *pool, enum deviation_kind kind, unsigned interface_index, unsigned slot, unsigned param,
                unsigned nth)
{
    struct deviation *deviation;

    if (pool->count == CANDIDATES_MAX)
        return;
    deviation = &pool->candidates[pool->count++];
    *deviation = (struct deviation){ .kind = (uint16_t)kind,
                                     .interface_index = (uint8_t)interface_index,
                                     .slot = (uint8_t)slot,
                                     .param = (uint8_t)param,
                                     .nth = (uint8_t)nth };
    draw_values(pool, deviation);
}

/* Kinds for one out parameter after success; the list ends with KIND_COUNT. */
static const enum deviation_kind *out_kinds(enum cat_kind kind)
{
    static const enum deviation_kind numbers[] = { OUT_NUMBER, KIND_COUNT };
    static const enum deviation_kind guids[] = { OUT_GUID, KIND_COUNT };
    static const enum deviation_kind texts[] = { OUT_TEXT, TAIL_TOUCHED, TAIL_OVERRUN, KIND_COUNT };
    static const enum deviation_kind pointers[] = { OUT_POINTER_NULL, OUT_POINTER_OLD, REFS_EXTRA_OUT, REFS_MISSING_OUT,
                                                    KIND_COUNT };
    static const enum deviation_kind keys[] = { OUT_KEY, KIND_COUNT };
    static const enum deviation_kind none[] = { KIND_COUNT };

    switch (kind) {
    case CAT_OUT_NUMBER:
    case CAT_OUT_TOKEN:
        return numbers;
    case CAT_OUT_GUID:
        return guids;
    case CAT_OUT_TEXT:
        return texts;
    case CAT_OUT_INTERFACE:
    case CAT_OUT_INTERFACES:
    case CAT_OUT_BY_IID:
        return pointers;
    case CAT_OUT_KEY:
        return keys;
    default:
        return none;
    }
}

static void add_outs(struct pool *pool, unsigned interface_index, unsigned slot, const struct cat_method *method)
{
    for (unsigned i = 0; i < method->n_params; i++) {
        if (!cat_is_out(method->params[i].kind))
            continue;
        for (const enum deviation_kind *kind = out_kinds(method->params[i].kind); *kind != KIND_COUNT; kind++)
            add(pool, *kind, interface_index, slot, i, 0);
        add(pool, FAIL_TOUCHED, interface_index, slot, i, 0);
        add(pool, FAIL_NOT_CLEARED, interface_index, slot, i, 0);
        if (strcmp(method->name, "QueryInterface") == 0)
            add(pool, OUT_POINTER_NEW, interface_index, slot, i, 0);
    }
}

static void add_results(struct pool *pool, unsigned interface_index, unsigned slot, const struct cat_method *method)
{
    static const enum deviation_kind kinds[] = { RESULT_OTHER_SUCCESS, RESULT_OTHER_ERROR, RESULT_FAILS,
                                                 RESULT_SUCCEEDS };

    if (method->returns == CAT_RETURNS_COUNT) {
        add(pool, REFS_COUNT, interface_index, slot, 0, draw(pool, 2));
        return;
    }
    for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++)
        add(pool, kinds[i], interface_index, slot, 0, draw(pool, 4) == 0);
    if (cat_interfaces[interface_index].n_iids) /* exports have no object */
        add(pool, REFS_EXTRA_SELF, interface_index, slot, 0, 0);
}

static void add_range(struct pool *pool, enum deviation_kind first, enum deviation_kind last, unsigned interface_index,
                      unsigned slot, unsigned times)
{
    for (unsigned nth = 0; nth < times; nth++)
        for (unsigned kind = first; kind <= last; kind++)
            add(pool, kind, interface_index, slot, 0, nth);
}

static void add_writes(struct pool *pool, unsigned interface_index, unsigned slot, const struct writer *writer)
{
    add_range(pool, REGISTRY_NAME, REGISTRY_EXTRA, interface_index, slot, writer->writes);
    add_range(pool, ESCAPE_HKLM, ESCAPE_ROOT, interface_index, slot, writer->writes);
    if (writer->writes > 1)
        add_range(pool, ORDER_SWAPPED, ORDER_SWAPPED, interface_index, slot, writer->writes - 1);
    add_range(pool, REGISTRY_KEY, REGISTRY_KEY, interface_index, slot, writer->keys);
    add_range(pool, REGISTRY_UNDELETED, REGISTRY_UNDELETED, interface_index, slot, writer->deletions);
    add_range(pool, PATH_ELSEWHERE, PATH_EXTRA, interface_index, slot, writer->folders);
    if (writer->folders)
        add(pool, PATH_SWAPPED, interface_index, slot, 0, 0);
}

static const struct writer *find_writer(const char *name)
{
    for (unsigned i = 0; i < sizeof writers / sizeof *writers; i++)
        if (strcmp(writers[i].name, name) == 0)
            return &writers[i];
    return NULL;
}

static void add_method(struct pool *pool, unsigned interface_index, unsigned slot)
{
    const struct cat_method *method = surface_method(interface_index, slot, NULL);
    const struct writer *writer = find_writer(method->name);

    add_results(pool, interface_index, slot, method);
    add_outs(pool, interface_index, slot, method);
    add(pool, CALL_CRASHES, interface_index, slot, 0, draw(pool, 4) == 0);
    add(pool, CALL_HANGS, interface_index, slot, 0, 0);
    if (writer)
        add_writes(pool, interface_index, slot, writer);
    if (strcmp(method->name, "Advise") == 0 || strcmp(method->name, "Unadvise") == 0)
        add(pool, SINK_REFS, interface_index, slot, 0, 0);
}

/* Only one notice has an argument, and only the answer to the query counts (I-09): another answer to the others is no
 * deviation at all. */
static bool suits_notice(enum deviation_kind kind, const char *method)
{
    if (kind == SINK_ARGUMENT)
        return strcmp(method, "IdentityInformationChanged") == 0;
    if (kind == SINK_ANSWER)
        return strcmp(method, "QuerySwitchIdentities") == 0;
    return true;
}

static void add_notice(struct pool *pool, unsigned interface_index, unsigned slot, unsigned nth)
{
    const char *method = surface_method(interface_index, slot, NULL)->name;

    for (unsigned kind = SINK_ARGUMENT; kind <= SINK_ANSWER; kind++)
        if (suits_notice(kind, method))
            add(pool, kind, interface_index, slot, 0, nth);
}

static void add_sink(struct pool *pool, unsigned interface_index)
{
    for (unsigned slot = cat_interfaces[interface_index].first_slot; slot < surface_slots(interface_index); slot++)
        for (unsigned nth = 0; nth < 2; nth++)
            add_notice(pool, interface_index, slot, nth);
}

static void fill(struct pool *pool)
{
    for (unsigned i = 0; i < cat_n_interfaces; i++) {
        const struct cat_interface *interface = &cat_interfaces[i];

        if (strcmp(interface->name, "IUnknown") == 0)
            continue;
        if (strcmp(interface->name, "IIdentityChangeNotify") == 0) {
            add_sink(pool, i);
            continue;
        }
        for (unsigned slot = 0; slot < surface_slots(i); slot++)
            if (slot < 3 || slot >= interface->first_slot)
                add_method(pool, i, slot);
    }
}

static void shuffle(struct pool *pool)
{
    for (unsigned i = pool->count; i > 1; i--) {
        unsigned other = draw(pool, i);
        struct deviation swap = pool->candidates[i - 1];

        pool->candidates[i - 1] = pool->candidates[other];
        pool->candidates[other] = swap;
    }
}

/* How many of one kind of fact an interface gets. */
static unsigned quota(enum deviation_fact fact)
{
    switch (fact) {
    case FACT_HANG:
    case FACT_CRASH:
        return 1; /* every hang costs the scenario's whole time limit */
    case FACT_SINK:
        return 12;
    case FACT_RESULT:
    case FACT_ESCAPE:
    case FACT_PATH:
        return 4;
    case FACT_REGISTRY_NAME:
    case FACT_REGISTRY_TYPE:
    case FACT_REGISTRY_DATA:
    case FACT_ORDER:
        return 5;
    default:
        return 3;
    }
}

unsigned generator_draw(uint32_t seed, struct deviation list[STANDIN_LIST_MAX])
{
    static struct pool pool;
    unsigned taken[256][FACT_COUNT] = { { 0 } };
    unsigned count = 0;

    pool.state = seed;
    pool.count = 0;
    fill(&pool);
    shuffle(&pool);
    for (unsigned i = 0; i < pool.count && count < STANDIN_LIST_MAX; i++) {
        struct deviation *deviation = &pool.candidates[i];
        enum deviation_fact fact = deviation_fact(deviation->kind);

        if (taken[deviation->interface_index][fact]++ >= quota(fact))
            continue;
        deviation->number = (uint16_t)count;
        list[count++] = *deviation;
    }
    return count;
}

int generator_describe(const struct deviation *deviation, char *text, size_t size)
{
    const struct cat_method *method = surface_method(deviation->interface_index, deviation->slot, NULL);

    return snprintf(text, size, "%-20s %s.%s param %u nth %u value 0x%x 0x%x", deviation_kind_name(deviation->kind),
                    cat_interfaces[deviation->interface_index].name, method->name, deviation->param, deviation->nth,
                    deviation->value, deviation->value2);
}
