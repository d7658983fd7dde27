/* The linker puts these in front of the agent's own functions (--wrap): where a step begins and ends, where the DLL
 * gets control, and where it is unloaded. The agent itself knows nothing about torture. */
#include "torture.h"

#include <windef.h>
#include <winbase.h>
#include <winreg.h>
#include "stubs.h"

#include "agent/agent.h"
#include "agent/journal.h"
#include "agent/outcome.h"
#include "agent/platform.h"

static struct run *current;
static struct step *shown;
static unsigned depth;
static bool armed, open;
static const char *failed_before;

void __real_journal_enter_step(struct step *step, const char *label);
void __wrap_journal_enter_step(struct step *step, const char *label);
void __real_journal_leave_step(void);
void __wrap_journal_leave_step(void);
struct player;
void __real_player_took(struct player *player, const struct detail *line);
void __wrap_player_took(struct player *player, const struct detail *line);
void __real_control_give(void);
void __wrap_control_give(void);
bool __real_control_take(void);
bool __wrap_control_take(void);
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

/* --- steps --- */

void __wrap_journal_enter_step(struct step *step, const char *label)
{
    if (current && depth++ == 0 && current->steps < STEPS_MAX) {
        shown = step;
        failed_before = stub_fault_name();
        current->footprints[current->steps].before = registry_sum();
    }
    __real_journal_enter_step(step, label);
}

static void complain(const char *what)
{
    if (!*current->violation)
        snprintf(current->violation, sizeof current->violation, "%s: %s", current->label, what);
}

static bool step_succeeded(void)
{
    return shown->result.kind == RESULT_HRESULT && !(shown->result.number & 0x80000000u);
}

/* Faults that a call may absorb. Logon hands out a missing ordinal by the way; where that fails the identity is the
 * current one all the same, and the next log-on or GetOrdinal makes up for it (I-05, I-07). */
static bool may_absorb(const struct footprint *footprint)
{
    return shown->method && strcmp(shown->method, "Logon") == 0 && footprint->after == footprint->before;
}

/* Self-registration cannot be undone step by step: where it fails the class may be gone, and is there again when
 * somebody registers it, which may be done at any time. */
static bool may_leave_part(void)
{
    return shown->method &&
           (!strcmp(shown->method, "DllRegisterServer") || !strcmp(shown->method, "DllUnregisterServer"));
}

/* Whether the undisturbed run had this registry at some moment of the step at which its user did something. */
static bool between_acts(uint64_t sum)
{
    for (unsigned i = 0; i < current->calm->n_acts; i++)
        if (current->calm->acts[i].step == current->steps && current->calm->acts[i].sum == sum)
            return true;
    return false;
}

/* Only the step in which it happened is judged: what follows may have other grounds to stand on. */
static void judge_step(const struct footprint *footprint)
{
    const struct footprint *calm = &current->calm->footprints[current->steps];
    const char *label = journal_label();

    snprintf(current->failed, sizeof current->failed, "%s", stub_fault_name());
    snprintf(current->label, sizeof current->label, "%s", label);
    if (current->steps >= current->calm->steps || footprint->after == calm->after)
        return;
    if (between_acts(footprint->after))
        current->absorbed = step_succeeded();
    else if (footprint->after != footprint->before && !may_leave_part())
        complain("the registry is neither as before the call nor as after the undisturbed one");
    else if (step_succeeded() && may_absorb(footprint))
        current->absorbed = true;
    else if (step_succeeded())
        complain("the call succeeded, but its writes did not happen");
}

/* The user has done something, so the registry is as it is meant to be so far. */
void __wrap_player_took(struct player *player, const struct detail *line)
{
    if (current && current->n_acts < ACTS_MAX)
        current->acts[current->n_acts++] = (struct act){ .step = current->steps, .sum = registry_sum() };
    __real_player_took(player, line);
}

void __wrap_journal_leave_step(void)
{
    if (current && depth == 1 && current->steps < STEPS_MAX) {
        struct footprint *footprint = &current->footprints[current->steps];

        footprint->after = registry_sum();
        if (current->calm && !failed_before && armed && stub_fault_name())
            judge_step(footprint);
        current->steps++;
    }
    if (current)
        depth--;
    __real_journal_leave_step();
}

/* --- control --- */

void __wrap_control_give(void)
{
    __real_control_give();
    if (!current || open)
        return;
    if (!armed)
        stub_fault_arm(current->fault);
    armed = open = true;
    stub_fault_resume();
}

bool __wrap_control_take(void)
{
    if (current && open) {
        stub_fault_pause();
        open = false;
    }
    return __real_control_take();
}

/* The last moment at which what the DLL leaves behind can be counted. */
void __wrap_platform_dll_unload(void)
{
    if (current && armed) {
        current->fallible = stub_fault_count();
        stub_fault_disarm();
    }
    __real_platform_dll_unload();
    if (current)
        current->leaked = stub_live_objects();
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
    depth = 0;
    armed = open = false;
    stub_fault_pause();
    agent_run(&options);
    stub_fault_resume();
    current = NULL;
    if (!*run->violation && run->leaked)
        snprintf(run->violation, sizeof run->violation, "%u objects are left after the end", run->leaked);
}
