/* The tour: the calls whose results evidence settles for any start state. What it leaves open stays open. */
#include "driver/import.h"

#include "trace/trace.h"

#include <stdarg.h>

#define MOST_IDENTITIES 64u    /* that are visited one by one */
#define LONGEST_NAME    16000u /* units; more does not fit into a buffer of a scenario with its escapes */

struct tour {
    const struct state *state;
    struct identities identities;
    enum policy policy;
    struct list evidence; /* "documented D-006", each once */
    struct str steps;
};

static void step(struct tour *tour, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void step(struct tour *tour, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    str_addf(&tour->steps, "%s\n", text ? text : "");
    free(text);
}

/* Words such as "D-006 I-02 F-025". */
static void rests_on(struct tour *tour, const char *numbers)
{
    while (*numbers) {
        const size_t length = strcspn(numbers, " ");
        const char *class = *numbers == 'D' ? "documented" : *numbers == 'F' ? "forensic" : "inferred";
        char *line = xformat("%s %.*s", class, (int)length, numbers);

        if (!list_has(&tour->evidence, line))
            list_add(&tour->evidence, line);
        free(line);
        numbers += length + (numbers[length] == ' ');
    }
}

#define QUIET "    | registry none"

/* ---- one identity ---- */

/* "v.GetName(…)" with what the state's Username says. */
static void get_name(struct tour *tour, const struct identity *identity, const char *variable, const char *text)
{
    char *name;
    const struct state_value *value = state_value(tour->state, identity->path, "Username");
    const enum text_kind kind = value_text(value, &name, NULL);
    const size_t units = name ? text_units(name) : 0;
    const size_t room = units < 64 ? 64 : units + 1;

    if (kind == TEXT_NONE) {
        step(tour, "  %s.GetName(&%s[64] = \"\", 64) -> E_FAIL [I-34]", variable, text);
        rests_on(tour, "I-27 I-34");
    } else if (kind == TEXT_ODD || !units || units > LONGEST_NAME) {
        step(tour, "  %s.GetName(&%s[64], 64) -> any", variable, text);
    } else {
        step(tour, "  %s.GetName(&%s[%zu] = \"%s\", %zu) -> S_OK", variable, text, room, name, room);
        rests_on(tour, "D-041 D-114");
    }
    step(tour, QUIET);
    free(name);
}

/* Equal ordinals leave the order open (I-05). */
static bool has_twin(const struct identities *identities, size_t i)
{
    const struct identity *items = identities->items;

    return items[i].ordinal && ((i && items[i - 1].ordinal == items[i].ordinal) ||
                                (i + 1 < identities->count && items[i + 1].ordinal == items[i].ordinal));
}

static void enumerate_one(struct tour *tour, size_t i)
{
    const struct identity *identity = &tour->identities.items[i];
    const unsigned n = (unsigned)i + 1;
    char variable[32], text[32];

    step(tour, "  all.Next(1, &(element%u) = (new), &fetched = 1) -> S_OK", n);
    step(tour, QUIET);
    step(tour, "  listed%u = element%u as IUserIdentity -> S_OK", n, n);
    if (has_twin(&tour->identities, i)) {
        step(tour, "  listed%u.GetCookie(&twin%u) -> S_OK", n, n);
    } else {
        step(tour, "  listed%u.GetCookie(&cookie%u = %s) -> S_OK", n, n, identity->cookie);
        snprintf(variable, sizeof(variable), "listed%u", n);
        snprintf(text, sizeof(text), "name%u", n);
        get_name(tour, identity, variable, text);
    }
}

static void query(struct tour *tour, const struct identity *identity, unsigned n, const char *name)
{
    const struct state_value *value = state_value(tour->state, identity->path, name);
    struct buffer data;
    char *text;

    if (value && value->data.kind == DATA_STRING && value_text(value, &text, NULL) != TEXT_PLAIN)
        return; /* with something behind the terminator: the trace may spell it as bytes */
    if (value && value->data.kind == DATA_STRING)
        free(text);
    buffer_init(&data, TRACE_MAX_LINE);
    if (value)
        data_print(&value->data, &data);
    if (!data.status)
        step(tour, "  reg query key%u \"%s\" -> %s", n, name, value ? data.data : "absent");
    buffer_free(&data);
}

static void visit_key(struct tour *tour, const struct identity *identity, unsigned n)
{
    static const char *const names[] = { "Username", "User ID", "Directory Name", "Identity Ordinal" };

    if (strcmp(identity->path + strlen(identities_root) + 1, identity->cookie))
        step(tour, "  found%u.OpenIdentityRegKey(KEY_READ, &key%u) -> S_OK", n, n);
    else
        step(tour, "  found%u.OpenIdentityRegKey(KEY_READ, &key%u = [%s]) -> S_OK", n, n, identity->path);
    step(tour, QUIET);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        query(tour, identity, n, names[i]);
    step(tour, "  reg close key%u -> ERROR_SUCCESS", n);
    rests_on(tour, "D-045 D-046");
}

static void visit_one(struct tour *tour, size_t i)
{
    const struct identity *identity = &tour->identities.items[i];
    const unsigned n = (unsigned)i + 1;
    char variable[32], text[32];

    step(tour, "\n  manager.GetIdentityByCookie(%s, &found%u = new) -> S_OK", identity->cookie, n);
    step(tour, QUIET);
    step(tour, "  found%u.GetCookie(&cookie%u = %s) -> S_OK", n, n, identity->cookie);
    snprintf(variable, sizeof(variable), "found%u", n);
    snprintf(text, sizeof(text), "again%u", n);
    get_name(tour, identity, variable, text);
    visit_key(tour, identity, n);
    if (identity->ordinal && identity->ordinal != UINT32_MAX) {
        step(tour, "  second%u = found%u as IUserIdentity2 -> S_OK", n, n);
        step(tour, "  second%u.GetOrdinal(&ordinal%u = %u) -> S_OK", n, n, (unsigned)identity->ordinal);
        step(tour, QUIET);
        rests_on(tour, "D-055 D-060 I-05");
    }
    rests_on(tour, "D-010 D-037 D-038");
}

/* ---- all of them ---- */

static void enumerate(struct tour *tour, size_t shown)
{
    step(tour, "  manager.EnumIdentities(&all = new) -> S_OK");
    step(tour, QUIET);
    step(tour, "    | folders none");
    step(tour, "  all.GetCount(&count = %zu) -> S_OK", tour->identities.count);
    step(tour, QUIET);
    for (size_t i = 0; i < shown; i++)
        enumerate_one(tour, i);
    if (shown == tour->identities.count)
        step(tour, "  all.Next(1, &(end) = (null), &nothing = 0) -> S_FALSE [I-02]");
    rests_on(tour, "D-006 D-008 D-065 D-067 D-078 I-02 I-05");
}

static void ask_role(struct tour *tour, const char *value, const char *constant, const char *variable,
                     const char *nobody)
{
    const struct identity *identity;
    const enum role role = role_of(tour->state, &tour->identities, value, &identity);

    if (role == ROLE_UNCLEAR)
        return;
    if (role == ROLE_IDENTITY) {
        step(tour, "  manager.GetIdentityByCookie(%s, &%s = new) -> S_OK", constant, variable);
        step(tour, QUIET);
        step(tour, "  %s.GetCookie(&%s-cookie = %s) -> S_OK", variable, variable, identity->cookie);
        rests_on(tour, "D-161");
    } else {
        step(tour, "  manager.GetIdentityByCookie(%s, &%s = null) -> %s [I-28]", constant, variable, nobody);
        step(tour, QUIET);
        rests_on(tour, "D-162 I-27 I-28 I-31");
    }
}

static void ask_default(struct tour *tour)
{
    const struct identity *identity;

    if (role_of(tour->state, &tour->identities, "Default User ID", &identity) != ROLE_IDENTITY)
        return;
    step(tour, "  private = manager as IPrivateIdentityManager2 -> S_OK");
    step(tour, "  private.GetDefaultIdentity(&default-told = %s) -> S_OK", identity->cookie);
    step(tour, QUIET);
    rests_on(tour, "D-173");
}

/* The number that the next identity gets (I-31); 0: none may be left (I-39). */
static uint32_t next_ordinal(const struct tour *tour)
{
    const struct state_value *value = state_value(tour->state, identities_root, "Identity Ordinal");
    const uint32_t highest = tour->identities.highest;
    uint32_t next = value && value->data.kind == DATA_DWORD ? value->data.number : 0;

    if (highest >= UINT32_MAX - 2 || next >= UINT32_MAX - 2)
        return 0;
    return next > highest ? next : highest + 1;
}

/* The last step, since it may write. Only where somebody is current: else a window may come up. */
static void log_on(struct tour *tour)
{
    const struct identity *current;
    const uint32_t next = next_ordinal(tour);
    char *own = NULL;

    if (role_of(tour->state, &tour->identities, "Last User ID", &current) != ROLE_IDENTITY)
        return;
    value_text(state_value(tour->state, current->path, "User ID"), &own, NULL);
    if (own && !strcmp(own, current->cookie) && !strcmp(current->path + strlen(identities_root) + 1, own)) {
        step(tour, "\n  manager.Logon(null, 0, &logged = new) -> S_OK [F-025]");
        if (current->ordinal) {
            step(tour, QUIET);
        } else if (next) {
            step(tour, "    | set [%s] \"Identity Ordinal\"=dword:%08x", identities_root, (unsigned)next + 1);
            step(tour, "    | set [%s] \"Identity Ordinal\"=dword:%08x", current->path, (unsigned)next);
        }
        step(tour, "  logged.GetCookie(&logged-cookie = %s) -> S_OK", current->cookie);
        rests_on(tour, "D-016 D-018 D-107 I-05 I-07 I-26 I-31");
    }
    free(own);
}

static void visit_all(struct tour *tour)
{
    const size_t count = tour->identities.count, shown = count < MOST_IDENTITIES ? count : MOST_IDENTITIES;

    enumerate(tour, shown);
    for (size_t i = 0; i < shown; i++)
        visit_one(tour, i);
    str_puts(&tour->steps, "\n");
    ask_role(tour, "Default User ID", "UID_GIBC_DEFAULT_USER", "default", "E_IDENTITY_NOT_FOUND");
    ask_role(tour, "Last User ID", "UID_GIBC_CURRENT_USER", "current", "E_NO_CURRENT_IDENTITY");
    ask_default(tour);
    step(tour, "  unchanged");
    log_on(tour);
}

/* ---- states without identities, and locked ones ---- */

/* Where there is no key at all each write is known (F-019); a key that is there may hold some of it already. */
static void made_effects(struct tour *tour)
{
    static const char *const lines[] = {
        "create [HKCU\\Identities]",
        "set [HKCU\\Identities] \"Identity Ordinal\"=dword:00000001",
        "set [HKCU\\Identities] \"Migrated5\"=dword:00000001",
        "set [HKCU\\Identities] \"Last Username\"=\"\"",
        "set [HKCU\\Identities] \"Last User ID\"=\"{00000000-0000-0000-0000-000000000000}\"",
        "set [HKCU\\Identities] \"Identity Login\"=dword:00098053",
        "create [HKCU\\Identities\\{$(made)}]",
        "set [HKCU\\Identities\\{$(made)}] \"Username\"=\"Main Identity\"",
        "set [HKCU\\Identities\\{$(made)}] \"Use Password2\"=dword:00000000",
        "set [HKCU\\Identities\\{$(made)}] \"Password2\"=protected(none)",
        "set [HKCU\\Identities\\{$(made)}] \"User ID\"=\"{$(made)}\"",
        "set [HKCU\\Identities\\{$(made)}] \"Directory Name\"=dword:$(made)",
        "set [HKCU\\Identities] \"Default User ID\"=\"{$(made)}\"",
        "set [HKCU\\Identities] \"Last Username\"=\"Main Identity\"",
        "set [HKCU\\Identities] \"Last User ID\"=\"{$(made)}\"",
    };

    if (state_has_key(tour->state, identities_root))
        return;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        step(tour, "    | %s", lines[i]);
    rests_on(tour, "F-019 F-030");
}

static void first_use(struct tour *tour)
{
    step(tour, "  manager.EnumIdentities(&all = new) -> S_OK");
    made_effects(tour);
    step(tour, "  all.GetCount(&count = 1) -> S_OK");
    step(tour, "  all.Next(1, &(element) = (new), &fetched = 1) -> S_OK");
    step(tour, "  main = element as IUserIdentity -> S_OK");
    step(tour, "  main.GetCookie(&made) -> S_OK");
    step(tour, "  main.GetName(&name[64] = \"Main Identity\", 64) -> S_OK");
    step(tour, "  reg query [HKCU\\Identities] \"Default User ID\" -> \"{$(made)}\"");
    step(tour, "  reg query [HKCU\\Identities] \"Last User ID\" -> \"{$(made)}\"");
    step(tour, "  reg query [HKCU\\Identities] \"Last Username\" -> \"Main Identity\"");
    step(tour, "  reg query [HKCU\\Identities\\{$(made)}] \"User ID\" -> \"{$(made)}\"");
    step(tour, "  reg query [HKCU\\Identities\\{$(made)}] \"Directory Name\" -> dword:$(made)");
    rests_on(tour, "F-016 D-006 D-100 D-123 I-06");
}

static void locked(struct tour *tour)
{
    const struct identity *identity;
    const enum role role = role_of(tour->state, &tour->identities, "Default User ID", &identity);

    for (size_t i = 0; i < tour->identities.count && i < MOST_IDENTITIES; i++) {
        step(tour, "  manager.GetIdentityByCookie(%s, &hidden%zu = null) -> E_IDENTITIES_DISABLED",
             tour->identities.items[i].cookie, i + 1);
        step(tour, QUIET);
    }
    if (role != ROLE_UNCLEAR) {
        step(tour, "  manager.EnumIdentities(&all = new) -> S_OK");
        step(tour, QUIET);
        step(tour, "  all.GetCount(&count = %u) -> S_OK", role == ROLE_IDENTITY);
    }
    if (role == ROLE_IDENTITY) {
        step(tour, "  all.Next(1, &(element) = (new), &fetched = 1) -> S_OK");
        step(tour, "  default = element as IUserIdentity -> S_OK");
        step(tour, "  default.GetCookie(&cookie = %s) -> S_OK", identity->cookie);
        get_name(tour, identity, "default", "name");
    }
    if (role != ROLE_UNCLEAR)
        step(tour, "  all.Next(1, &(end) = (null), &nothing = 0) -> S_FALSE [I-02]");
    step(tour, "  unchanged");
    rests_on(tour, "D-012 D-079 D-130 I-01 I-02 I-27 I-36");
}

static void choose_steps(struct tour *tour)
{
    step(tour, "process client");
    step(tour, "  manager = create UserIdentityManager as IUserIdentityManager -> S_OK");
    rests_on(tour, "D-001");
    if (tour->policy == POLICY_UNCLEAR)
        step(tour, "  ; no evidence says what such a policy means");
    else if (!tour->identities.count)
        first_use(tour);
    else if (tour->policy == POLICY_LOCKED)
        locked(tour);
    else
        visit_all(tour);
}

/* ---- the file ---- */

static bool add_state(const struct state *state, struct str *out)
{
    struct buffer text;
    bool ok;

    if (!state->keys) {
        str_puts(out, "registry empty\n\n");
        return true;
    }
    buffer_init(&text, TRACE_MAX_SCENARIO);
    state_print_inline(state, 1, &text);
    ok = !text.status;
    str_addf(out, "registry\n%s\n", ok ? text.data : "");
    buffer_free(&text);
    return ok;
}

static void add_evidence(struct tour *tour, struct str *out)
{
    static const char classes[] = "fdi"; /* strongest first */

    list_sort(&tour->evidence);
    str_puts(out, "evidence ");
    for (size_t c = 0, n = 0; c < 3; c++)
        for (size_t i = 0; i < tour->evidence.count; i++)
            if (tour->evidence.items[i][0] == classes[c])
                str_addf(out, "%s%s", n++ ? ", " : " ", tour->evidence.items[i]);
    str_puts(out, "\n");
}

/* In canonical form, and right in meaning. */
static bool finish(const struct str *raw, struct str *scenario, struct problem *problem)
{
    struct trace *model = NULL;
    struct buffer text;
    struct diag diag;
    char message[1024];
    enum status status;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    status = trace_format(raw->data, raw->length, "scenario", &text, &diag);
    if (!status)
        status = trace_parse(text.data, text.len, "scenario", &model, &diag);
    if (!status)
        status = trace_check(model, "scenario", NULL, &diag);
    if (!status)
        str_add(scenario, text.data, text.len);
    else if (status == ST_BAD_INPUT)
        diag_format(&diag, message, sizeof(message));
    trace_free(model);
    buffer_free(&text);
    return !status || problem_set(problem, CODE_USAGE, "the state does not fit into a scenario: %s",
                                  status == ST_BAD_INPUT ? message : "it is too large");
}

bool import_tour(const struct state *state, const char *title, const char *comment, struct str *scenario,
                 struct problem *problem)
{
    struct tour tour = { .state = state, .policy = policy_of(state) };
    struct str raw = { 0 };
    bool ok;

    identities_find(state, &tour.identities);
    choose_steps(&tour);
    str_addf(&raw, "scenario 1\n%stitle %s\n", comment, title);
    add_evidence(&tour, &raw);
    ok = add_state(state, &raw) || problem_set(problem, CODE_USAGE, "the state is larger than a scenario can be");
    str_add(&raw, str_text(&tour.steps), tour.steps.length);
    ok = ok && finish(&raw, scenario, problem);
    str_free(&raw);
    str_free(&tour.steps);
    list_free(&tour.evidence);
    identities_free(&tour.identities);
    return ok;
}
