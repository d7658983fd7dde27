/* A scenario from file to trace. */
#include "agent.h"

#include <stdio.h>
#include "call.h"
#include "executor.h"
#include "flight.h"
#include "journal.h"
#include "outcome.h"
#include "patience.h"
#include "platform.h"
#include "pump.h"
#include "sink.h"
#include "turn.h"
#include "ui.h"

void not_run(struct step *shown, const char *name, struct arena *arena)
{
    shown->result = (struct result){ .kind = RESULT_NOT_RUN, .text = arena_text(arena, name, strlen(name)) };
}

static void step_refs(const struct step *step, struct step *shown)
{
    const long count = sink_references(step->object);

    shown->result = (struct result){ .kind = RESULT_COUNT, .number = (uint64_t)(count < 0 ? 0 : count) };
}

/* A window of the application's own, for dialogs to have an owner. */
static void step_window(const struct step *step, struct step *shown, struct arena *arena)
{
    struct slot *slot = slot_of(step->binds);

    slot->window = ui_window_new(step->text);
    slot->bound = slot->window != NULL;
    if (!slot->bound)
        not_run(shown, step->binds, arena);
}

static void act(const struct step *step, struct step *shown, struct arena *arena)
{
    switch (step->action) {
    case ACTION_CREATE:
    case ACTION_FACTORY:
    case ACTION_AS:
        step_object(step, shown, arena);
        break;
    case ACTION_CALL:
    case ACTION_BEGIN:
        step_call(step, shown, arena);
        break;
    case ACTION_REG:
        step_reg(step, shown, arena);
        break;
    case ACTION_REFS:
        step_refs(step, shown);
        break;
    case ACTION_UNCHANGED:
        shown->result.kind = platform_unchanged() ? RESULT_YES : RESULT_NO;
        break;
    case ACTION_WINDOW:
        step_window(step, shown, arena);
        break;
    case ACTION_NEVER:
        shown->result.kind = sink_calls(step->object, step->method) ? RESULT_NO : RESULT_YES;
        break;
    case ACTION_PUMP:
        if (step->object && sink_references(step->object) == 0)
            not_run(shown, step->object, arena); /* nobody holds it, so nobody can call it */
        else if (!pump(step))
            not_run(shown, "user32", arena);
        break;
    case ACTION_CLOCK:
        platform_pass_time(duration_ms(step->duration));
        break;
    default: /* kill, hang and exit are done behind their line; end belongs to its begin */
        break;
    }
}

/* What the scenario asks for, without what it expects. */
static bool copy_question(const struct step *step, struct step *shown, struct arena *arena)
{
    *shown = *step;
    shown->result = (struct result){ .kind = RESULT_NONE };
    shown->tags = (struct tags){ NULL, 0 };
    shown->details = NULL;
    shown->next = NULL;
    if (!step->n_args)
        return true;
    shown->args = arena_alloc(arena, step->n_args * sizeof *shown->args);
    if (!shown->args)
        return false;
    memcpy(shown->args, step->args, step->n_args * sizeof *shown->args);
    for (unsigned i = 0; i < step->n_args; i++) {
        shown->args[i].n_values = 0;
        shown->args[i].values = NULL;
    }
    return true;
}

/* A step of a callback is named by the callback: the scenario's own label ends in "/Next#1". */
static void label_of(const struct step *step, const char *prefix, char label[JOURNAL_LABEL])
{
    const char *own = strrchr(step->label, '/');

    if (prefix)
        snprintf(label, JOURNAL_LABEL, "%s/%s", prefix, own ? own + 1 : step->label);
    else
        journal_copy_label(label, step->label, strlen(step->label));
}

/* The next one. A call in flight is left behind its `end`, perhaps in a later section. */
static const struct step *run_step(const struct step *step, const char *prefix, struct arena *arena)
{
    const struct step *next = step->next;
    struct flight *flight = NULL;
    char label[JOURNAL_LABEL];
    struct step shown;
    struct ui_step ui;

    if (!copy_question(step, &shown, arena))
        return next;
    label_of(step, prefix, label);
    journal_enter_step(&shown, label);
    if (step->action == ACTION_BEGIN) {
        journal_leave_step();
        flight = flight_begin(step, label);
    }
    if (step->action == ACTION_PUMP && !prefix)
        turn_land_heard();
    ui_enter_step(step, &ui);
    act(step, &shown, arena);
    ui_leave_step(&ui);
    if (flight)
        next = flight_end(flight, &shown);
    else
        journal_leave_step();
    if (turn_ends_process(step))
        turn_end_process(step);
    return next;
}

void run_steps(const struct step *steps, const char *prefix)
{
    struct arena arena;

    arena_init(&arena);
    while (steps && !journal_ended()) {
        arena_reset(&arena);
        steps = run_step(steps, prefix, &arena);
    }
    arena_free(&arena);
}

static void write_header(const struct options *options, const struct trace *scenario, const struct dll_info *dll)
{
    struct trace header = *scenario;
    struct buffer text;

    header.is_trace = true;
    header.of = options->of ? options->of : scenario->of;
    header.target = options->target;
    header.dll_path = dll->path;
    header.dll_sha256 = dll->sha256;
    header.dll_version = dll->version[0] ? dll->version : NULL;
    header.dll_machine = dll->machine;
    header.lane = options->lane;
    header.lane_text = options->lane_text;
    header.observes = 1u << EFFECT_REGISTRY | 1u << EFFECT_CALLBACKS | 1u << EFFECT_FOLDERS | 1u << EFFECT_WINDOWS;
    if (agent.reads)
        header.observes |= 1u << EFFECT_READS;
    header.notes = NULL;
    buffer_init(&text, TRACE_MAX_SCENARIO);
    trace_print_header(&header, &text);
    journal_text(&text);
    buffer_free(&text);
}

static void write_section(const struct section *section)
{
    struct buffer text;

    buffer_init(&text, TRACE_MAX_SCENARIO);
    trace_print_section(section, &text);
    journal_text(&text);
    buffer_free(&text);
}

static void run_sections(const struct trace *scenario)
{
    for (const struct section *section = scenario->sections; section && !journal_ended(); section = section->next) {
        write_section(section);
        if (section->kind == SECTION_PROCESS)
            run_steps(section->steps, NULL);
    }
}

static int fail(const char *what)
{
    platform_error(what);
    return EXIT_ENVIRONMENT;
}

static const char *run_all(const struct options *options)
{
    const bool several = turn_needed(agent.scenario);
    const char *failure = NULL;

    platform_guard(options->limit_ms + (several ? AGENT_START_MS : 0));
    platform_com_start(APARTMENT_STA);
    if (several)
        failure = turn_conduct(options, write_section);
    else
        run_sections(agent.scenario);
    platform_find_escapes();
    if (!failure)
        outcome_ok();
    platform_unguard();
    return failure;
}

/* The DLL is loaded and the sandbox seeded. */
static int run_scenario(const struct options *options, const struct dll_info *dll, const char *missing)
{
    const char *failure = NULL;

    if (!journal_open(options->trace))
        return fail("the trace file can't be made");
    write_header(options, agent.scenario, dll);
    if (missing)
        outcome_unsupported(missing);
    else
        failure = run_all(options);
    journal_close();
    return failure ? fail(failure) : EXIT_COMPLETE;
}

static bool steps_state_reads(const struct step *steps)
{
    for (; steps; steps = steps->next)
        for (const struct detail *detail = steps->details; detail; detail = detail->next)
            if (detail->kind < USER_DIALOG && detail->effect == EFFECT_READS)
                return true;
    return false;
}

/* A scenario that states them is one that asks for them. */
static bool states_reads(const struct trace *scenario)
{
    for (const struct section *section = scenario->sections; section; section = section->next) {
        if (steps_state_reads(section->steps))
            return true;
        for (const struct on *on = section->ons; on; on = on->next)
            if (steps_state_reads(on->steps))
                return true;
    }
    return false;
}

/* Before the DLL under test is loaded. */
static void watch_reads(const struct options *options)
{
    agent.reads = options->registry_reads || states_reads(agent.scenario);
    if (agent.reads)
        platform_record_reads();
}

/* Passwords are decoded while effects are written, so their DLL must not first be loaded inside of a hook. */
static int prepare_and_run(const struct options *options)
{
    struct dll_info dll = { 0 };
    const char *missing = unsupported_in(agent.scenario), *failure = NULL, *denied = NULL;
    int code;

    failure = platform_sandbox_open(options);
    if (failure)
        return fail(failure);
    if (!missing)
        failure = seed_state(agent.scenario, &denied);
    agent.user_leaves = options->user_leaves;
    agent.limit_ms = options->limit_ms;
    watch_reads(options);
    if (!failure)
        failure = platform_dll_load(options, &dll);
    code = failure ? fail(failure) : run_scenario(options, &dll, missing ? missing : denied);
    ui_close();
    slots_close(platform_shares_process());
    sinks_close();
    platform_dll_unload();
    platform_sandbox_close();
    return code;
}

static int load_scenario(const char *path, struct trace **scenario)
{
    char message[900];
    struct diag diag;
    char *text;
    size_t len;
    enum status status;

    if (!platform_read_file(path, TRACE_MAX_SCENARIO, &text, &len))
        return fail("the scenario can't be read");
    diag_init(&diag, path);
    status = trace_parse(text, len, path, scenario, &diag);
    free(text);
    if (status == ST_OK)
        status = trace_check(*scenario, path, NULL, &diag);
    if (status == ST_OK)
        return EXIT_COMPLETE;
    diag_format(&diag, message, sizeof message);
    platform_error(status == ST_BAD_INPUT ? message : "no memory");
    trace_free(*scenario);
    return status == ST_BAD_INPUT ? EXIT_INPUT : EXIT_ENVIRONMENT;
}

int agent_run(const struct options *options)
{
    const char *wrong = ui_map_open(options->ui);
    int code;

    executor_begin();
    code = wrong ? EXIT_INPUT : load_scenario(options->scenario, &agent.scenario);

    ui_pictures_into(options->pictures);
    if (wrong)
        platform_error(wrong);
    if (code != EXIT_COMPLETE) {
        ui_map_close();
        return code;
    }
    code = slots_open() && sinks_open() ? prepare_and_run(options) : fail("no memory");
    ui_map_close();
    trace_free(agent.scenario);
    memset(&agent, 0, sizeof agent);
    return code;
}

int agent_run_child(const struct options *options)
{
    const char *wrong = ui_map_open(options->ui);
    const int code = wrong ? fail(wrong) : load_scenario(options->scenario, &agent.scenario);

    if (code != EXIT_COMPLETE)
        return code;
    watch_reads(options);
    return slots_open() && sinks_open() ? turn_child(options) : fail("no memory");
}
