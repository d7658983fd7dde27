/* The linker puts these in front of the agent's own functions (--wrap): where a step begins and ends, where the DLL
 * gets control, and where it is unloaded. The agent itself knows nothing about torture. */
#include "torture.h"

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include "stubs.h"

#include <sys/mman.h>
#include "agent/agent.h"
#include "agent/executor.h"
#include "agent/flight.h"
#include "agent/journal.h"
#include "agent/outcome.h"
#include "agent/platform.h"
#include "agent/sink_thunks.h"

static struct run *current;

/* The step or call in flight that the calling thread is in. */
static _Thread_local struct {
    unsigned depth; /* of steps in callbacks of steps */
    struct unit *unit;
    const struct step *shown;
    const char *failed_before;
} open;

/* What a further process has when it begins: what the agent opened for it. */
static unsigned owned;
static DWORD owner;

void __real_journal_enter_step(struct step *step, const char *label);
void __wrap_journal_enter_step(struct step *step, const char *label);
void __real_journal_leave_step(void);
void __wrap_journal_leave_step(void);
void __real_journal_end(const struct result *result, const struct ended *ended);
void __wrap_journal_end(const struct result *result, const struct ended *ended);
struct flight *__real_flight_begin(const struct step *begin, const char *label);
struct flight *__wrap_flight_begin(const struct step *begin, const char *label);
const struct step *__real_flight_end(struct flight *flight, const struct step *shown);
const struct step *__wrap_flight_end(struct flight *flight, const struct step *shown);
struct player;
void __real_player_took(struct player *player, const struct detail *line);
void __wrap_player_took(struct player *player, const struct detail *line);
HRESULT __real_sink_called(struct sink *sink, unsigned index, const UINT_PTR *words);
HRESULT __wrap_sink_called(struct sink *sink, unsigned index, const UINT_PTR *words);
void __real_control_give(void);
void __wrap_control_give(void);
void __real_platform_com_start(enum apartment apartment);
void __wrap_platform_com_start(enum apartment apartment);
void __real_platform_dll_unload(void);
void __wrap_platform_dll_unload(void);

/* --- the registry as a number: a sum, so that the order of keys does not matter --- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ byte[i]) * 0x100000001B3u;
    return hash;
}

static size_t wide_size(const WCHAR *text)
{
    size_t length = 0;

    while (text[length])
        length++;
    return (length + 1) * sizeof *text;
}

static void add_entry(void *context, const WCHAR *path, const WCHAR *name, const struct stub_data *data)
{
    uint64_t *sum = context;
    uint64_t hash = mix(0xCBF29CE484222325u, path, wide_size(path));

    if (name && data) {
        hash = mix(hash, name, wide_size(name));
        hash = mix(hash, &data->type, sizeof data->type);
        hash = mix(hash, data->bytes, data->size);
    }
    *sum += hash ^ (hash >> 29);
}

static uint64_t registry_sum(void)
{
    static const WCHAR user[] = L"HKEY_CURRENT_USER", machine[] = L"HKEY_LOCAL_MACHINE";
    uint64_t sum = 0;

    stub_registry_walk(user, add_entry, &sum);
    stub_registry_walk(machine, add_entry, &sum);
    return sum;
}

/* --- what the run remembers --- */

static void complain(const char *label, const char *what)
{
    if (!atomic_flag_test_and_set(&current->wrong))
        snprintf(current->violation, sizeof current->violation, "%s: %s", label, what);
}

/* Its number. */
static unsigned add_moment(void)
{
    const unsigned n = atomic_fetch_add(&current->n_moments, 1);

    if (n >= MOMENTS_MAX) {
        complain("the scenario", "it is too long for torture.h");
        return MOMENTS_MAX - 1;
    }
    current->moments[n] = (struct moment){ .sum = registry_sum(), .thread = GetCurrentThreadId() };
    return n;
}

static struct unit *add_unit(const char *label, bool flies)
{
    const unsigned n = atomic_fetch_add(&current->n_units, 1);

    if (n >= UNITS_MAX) {
        complain("the scenario", "it is too long for torture.h");
        return NULL;
    }
    struct unit *unit = &current->units[n];

    snprintf(unit->label, LABEL_MAX, "%s", label);
    unit->process = GetCurrentProcessId();
    unit->thread = GetCurrentThreadId();
    unit->flies = flies;
    unit->begin = add_moment();
    return unit;
}

/* --- the judge --- */

static bool step_succeeded(void)
{
    return open.shown->result.kind == RESULT_HRESULT && !(open.shown->result.number & 0x80000000u);
}

/* Faults that a call may absorb. Logon hands out a missing ordinal by the way; where that fails the identity is the
 * current one all the same, and the next log-on or GetOrdinal makes up for it (I-05, I-07). */
static bool may_absorb(bool unchanged)
{
    return open.shown->method && strcmp(open.shown->method, "Logon") == 0 && unchanged;
}

/* Self-registration cannot be undone step by step: where it fails the class may be gone, and is there again when
 * somebody registers it, which may be done at any time. */
static bool may_leave_part(void)
{
    const char *method = open.shown->method;

    return method && (!strcmp(method, "DllRegisterServer") || !strcmp(method, "DllUnregisterServer"));
}

/* Only what was going on when it happened is judged: what follows may have other grounds to stand on. */
static void judge(const struct unit *unit)
{
    const struct unit *calm = unit_named(current->calm, unit->label);
    const uint64_t after = sum_after(current, unit);
    bool act;

    if (!calm || after == sum_after(current->calm, calm))
        return;
    if (!had(current->calm, calm, after, &act)) {
        if (!may_leave_part() && !had_if_agreed(current->agreed, unit->label, after))
            complain(unit->label, "the registry is neither as before the call nor as after the undisturbed one");
    } else if (step_succeeded()) {
        current->absorbed = true;
        if (!act && !may_absorb(after == sum_before(current, unit)))
            complain(unit->label, "the call succeeded, but its writes did not happen");
    }
}

/* --- steps --- */

/* Then the registry may be in the middle of their changes; what has come of all is judged when the last of them lands. */
static bool others_fly(const struct unit *unit)
{
    for (unsigned i = 0; i < current->n_units && i < UNITS_MAX; i++) {
        const struct unit *other = &current->units[i];

        if (other != unit && other->flies && !other->end && !stub_process_wait(other->process, 0, NULL))
            return true;
    }
    return false;
}

static void enter(const struct step *shown, const char *label, bool flies)
{
    open.shown = shown;
    open.failed_before = stub_fault_name();
    open.unit = add_unit(label, flies);
}

static void leave(void)
{
    if (!open.unit)
        return;
    open.unit->end = add_moment();
    if (current->calm && !open.failed_before && stub_fault_name() && !others_fly(open.unit))
        judge(open.unit);
    open.unit = NULL;
}

/* Threads that run no steps of their own: the deputy of a call in flight, and those that the DLL started, whose
 * callbacks are part of what somebody else is in. */
static bool is_aside(void)
{
    return open.depth == 0 && executor_here()->flight;
}

void __wrap_journal_enter_step(struct step *step, const char *label)
{
    if (current && !is_aside() && open.depth++ == 0 && step->action != ACTION_BEGIN)
        enter(step, label, false);
    __real_journal_enter_step(step, label);
}

void __wrap_journal_leave_step(void)
{
    if (current && open.depth && --open.depth == 0)
        leave();
    __real_journal_leave_step();
}

struct flight *__wrap_flight_begin(const struct step *begin, const char *label)
{
    if (current && open.depth++ == 0)
        enter(NULL, label, true);
    return __real_flight_begin(begin, label);
}

const struct step *__wrap_flight_end(struct flight *flight, const struct step *shown)
{
    if (open.depth == 1)
        open.shown = shown;
    return __real_flight_end(flight, shown);
}

/* The user has done something, so the registry is as it is meant to be so far. */
void __wrap_player_took(struct player *player, const struct detail *line)
{
    if (current)
        add_moment();
    __real_player_took(player, line);
}

void __wrap_journal_end(const struct result *result, const struct ended *ended)
{
    if (current && !journal_ended()) {
        current->ended = (int)ended->kind;
        if (current->calm && current->ended != current->calm->ended)
            complain(ended->label ? ended->label : "the scenario", "it ended in a crash, a hang or an exit");
    }
    __real_journal_end(result, ended);
}

HRESULT __wrap_sink_called(struct sink *sink, unsigned index, const UINT_PTR *words)
{
    const HRESULT answer = __real_sink_called(sink, index, words);

    if (!current || SUCCEEDED(answer))
        return answer;
    current->vetoed |= agent.process != NULL;
    return current->agrees ? S_OK : answer;
}

/* --- control --- */

/* The process that the fault is in, and which of its calls. */
static void arm(void)
{
    unsigned fault = current->fault, place = 0;

    while (fault && place + 1 < PLACES && fault > current->calm->fallible.of[place])
        fault -= current->calm->fallible.of[place++];
    stub_fault_arm_in(place, fault);
}

void __wrap_control_give(void)
{
    if (current && !atomic_exchange(&current->armed, true))
        arm();
    __real_control_give();
}

/* The windows of a further process go with its threads: one that does not pump still has its own. */
static unsigned live_objects(void)
{
    return stub_live_objects() - (agent.process ? stub_live().windows : 0);
}

void __wrap_platform_com_start(enum apartment apartment)
{
    if (owner != GetCurrentProcessId())
        owned = live_objects();
    owner = GetCurrentProcessId();
    __real_platform_com_start(apartment);
}

/* The last moment at which what the DLL leaves behind can be counted; of the first process the end of the scenario. */
void __wrap_platform_dll_unload(void)
{
    __real_platform_dll_unload();
    if (current && live_objects() != owned)
        complain(agent.process ? agent.process : "the scenario", "objects are left after the end");
}

/* --- runs --- */

struct run *run_new(void)
{
    struct run *run = mmap(NULL, sizeof *run, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (run == MAP_FAILED)
        abort();
    return run;
}

void run_free(struct run *run)
{
    munmap(run, sizeof *run);
}

/* Of a process that was killed in it, the unit lasts to the end. */
static void close_units(struct run *run)
{
    for (unsigned i = 0; i < run->n_units; i++)
        if (!run->units[i].end)
            run->units[i].end = run->n_moments - 1;
}

void run_scenario(const char *scenario, const char *trace, const char *ui, struct run *run)
{
    const struct options options = {
        .scenario = scenario,
        .trace = trace,
        .ui = ui,
        .limit_ms = 20000,
        .in_process = true,
        .user_leaves = true,
    };

    current = run;
    owner = GetCurrentProcessId();
    memset(&open, 0, sizeof open);
    if (agent_run(&options) != EXIT_COMPLETE)
        complain("the scenario", "it could not be run");
    for (unsigned i = 0; i < PLACES; i++)
        run->fallible.of[i] = stub_fault_count_in(i);
    close_units(run);
    if (stub_fault_disarm())
        snprintf(run->failed, sizeof run->failed, "%s", stub_fault_name());
    current = NULL;
}
