#include "trace/tests/generate_private.h"

/* ---- details ---- */

static struct step *steps(struct maker *maker, unsigned most);

static void role(struct maker *maker, struct detail *detail)
{
    detail->role_quoted = make_once_in(maker, 3);
    detail->role = detail->role_quoted ? make_string(maker, true) : cat_roles[make_below(maker, (uint32_t)cat_n_roles)];
}

static const char *word(struct maker *maker)
{
    const char *name = make_name(maker), *text = name;

    if (make_once_in(maker, 3))
        text = arena_printf(maker->arena, "%s=%u,-%u", name, make_below(maker, 999), make_below(maker, 99));
    else if (make_once_in(maker, 2))
        text = arena_printf(maker->arena, "%s=\"%s\"", name, make_string(maker, true));
    if (!text)
        abort();
    return text;
}

static void words(struct maker *maker, struct detail *detail)
{
    detail->n_words = make_below(maker, 4);
    detail->words = make_memory(maker, sizeof(*detail->words) * (detail->n_words + 1));
    for (unsigned i = 0; i < detail->n_words; i++)
        detail->words[i] = word(maker);
}

static void callback(struct maker *maker, struct detail *detail)
{
    detail->object = make_name(maker);
    detail->method = make_name(maker);
    detail->args = make_args(maker, false, &detail->n_args);
    detail->result.kind = RESULT_HRESULT;
    detail->result.number = make_code(maker, cat_hresults, cat_n_hresults);
    if (make_once_in(maker, 3)) {
        detail->thread = make_name(maker);
        detail->apartment = (enum apartment)make_below(maker, APARTMENT_MTA + 1);
    }
    if (maker->is_trace && maker->depth < 3 && make_once_in(maker, 2)) {
        maker->depth++;
        detail->steps = steps(maker, 3);
        maker->depth--;
    }
}

static enum effect_kind effect_of(enum detail_kind kind)
{
    if (kind <= SEEN_DELETE)
        return EFFECT_REGISTRY;
    if (kind == SEEN_CALLBACK)
        return EFFECT_CALLBACKS;
    if (kind <= SEEN_RENAME)
        return EFFECT_FOLDERS;
    if (kind <= SEEN_CONTROL)
        return EFFECT_WINDOWS;
    return kind <= SEEN_INFO ? EFFECT_READS : N_EFFECT_KINDS;
}

static void read(struct maker *maker, struct detail *detail)
{
    detail->key = make_any_key(maker);
    if (detail->kind == SEEN_READ)
        detail->value_name = make_value_name(maker, true);
    if (make_once_in(maker, 2))
        return;
    detail->result.kind = RESULT_ERROR;
    detail->result.number = make_code(maker, cat_errors, cat_n_errors);
}

static struct detail *detail(struct maker *maker)
{
    struct detail *detail = make_memory(maker, sizeof(*detail));
    enum detail_kind kind = (enum detail_kind)make_below(maker, USER_KEY + 1);

    detail->kind = kind;
    detail->effect = effect_of(kind);
    if (kind == SEEN_NONE || kind == SEEN_OPEN)
        detail->effect = (enum effect_kind)make_below(maker, N_EFFECT_KINDS);
    if (kind <= SEEN_DELETE)
        detail->key = make_any_key(maker);
    if (kind == SEEN_SET || (kind == SEEN_DELETE && make_once_in(maker, 2)))
        detail->value_name = make_value_name(maker, true);
    if (kind == SEEN_SET)
        detail->data = make_any_data(maker);
    if (kind == SEEN_CALLBACK)
        callback(maker, detail);
    if ((kind >= SEEN_DIALOG && kind <= SEEN_FOCUS) || kind == SEEN_CONTROL ||
        (kind >= USER_DIALOG && kind <= USER_PRESS))
        role(maker, detail);
    if (kind == SEEN_DIALOG || kind == SEEN_CONTROL)
        words(maker, detail);
    if (kind == SEEN_FOREGROUND || kind == SEEN_CONTROL || (kind == USER_CLOSE && make_once_in(maker, 2)))
        detail->object = make_name(maker);
    if ((kind >= SEEN_FOLDER_CREATE && kind <= SEEN_RENAME) || kind == SEEN_MESSAGE || kind == SEEN_WINDOW_CREATE ||
        kind == SEEN_WINDOW_DESTROY || (kind == SEEN_CONTROL && make_once_in(maker, 2)) || kind == USER_TYPE ||
        kind == USER_SELECT || kind == USER_KEY)
        detail->text = make_string(maker, true);
    if (kind == SEEN_RENAME || kind == SEEN_WINDOW_CREATE || kind == SEEN_WINDOW_DESTROY)
        detail->text2 = make_string(maker, true);
    if (detail->effect == EFFECT_READS && kind != SEEN_NONE && kind != SEEN_OPEN)
        read(maker, detail);
    return detail;
}

static struct detail *details(struct maker *maker)
{
    struct detail *first = NULL, **tail = &first;

    for (unsigned n = make_once_in(maker, 2) ? make_below(maker, 5) : 0; n; n--) {
        *tail = detail(maker);
        tail = &(*tail)->next;
    }
    return first;
}

/* ---- steps ---- */

static struct duration duration(struct maker *maker)
{
    return (struct duration){ 1 + make_below(maker, 99999), make_once_in(maker, 2) };
}

static void reg_action(struct maker *maker, struct reg_action *reg)
{
    reg->kind = (enum reg_kind)make_below(maker, REG_ACTION_CLOSE + 1);
    if (reg->kind == REG_ACTION_CLOSE) {
        reg->variable = make_name(maker);
        return;
    }
    if (make_once_in(maker, 2))
        reg->path = make_any_key(maker);
    else
        reg->variable = make_name(maker);
    if (reg->variable && make_once_in(maker, 2))
        reg->path = make_key(maker, "", true);
    if (reg->kind == REG_ACTION_SET || reg->kind == REG_ACTION_QUERY ||
        (reg->kind == REG_ACTION_DELETE && make_once_in(maker, 2)))
        reg->value_name = make_value_name(maker, true);
    if (reg->kind == REG_ACTION_SET)
        reg->data = make_any_data(maker);
}

static const struct cat_interface *interface(struct maker *maker)
{
    const struct cat_interface *interface = NULL;

    while (!interface || !interface->n_iids)
        interface = &cat_interfaces[make_below(maker, (uint32_t)cat_n_interfaces)];
    return interface;
}

static void action(struct maker *maker, struct step *step)
{
    step->action = (enum action_kind)make_below(maker, ACTION_CLOCK + 1);
    switch (step->action) {
    case ACTION_CREATE:
    case ACTION_FACTORY:
        step->class = &cat_classes[make_below(maker, (uint32_t)cat_n_classes)];
        step->interface = interface(maker);
        break;
    case ACTION_AS:
        step->object = make_name(maker);
        step->interface = interface(maker);
        break;
    case ACTION_WINDOW:
        step->text = make_string(maker, true);
        break;
    case ACTION_BEGIN:
        step->name = make_name(maker);
        /* fall through */
    case ACTION_CALL:
        step->args = make_args(maker, false, &step->n_args);
        /* fall through */
    case ACTION_NEVER:
        step->object = make_name(maker);
        step->method = make_name(maker);
        break;
    case ACTION_END:
        if (maker->is_trace && make_once_in(maker, 2))
            step->args = make_args(maker, true, &step->n_args);
        step->object = make_name(maker);
        break;
    case ACTION_PUMP:
        if (make_once_in(maker, 2))
            step->duration = duration(maker);
        else if (make_once_in(maker, 2))
            step->object = make_name(maker), step->method = make_name(maker);
        break;
    case ACTION_UNCHANGED:
        break;
    case ACTION_REG:
        reg_action(maker, &step->reg);
        break;
    case ACTION_CLOCK:
        step->duration = duration(maker);
        break;
    default:
        step->object = make_name(maker);
    }
    if (step->action <= ACTION_WINDOW)
        step->binds = make_name(maker);
}

static struct step *steps(struct maker *maker, unsigned most)
{
    struct step *first = NULL, **tail = &first;

    for (unsigned n = make_below(maker, most + 1); n; n--) {
        struct step *step = make_memory(maker, sizeof(*step));

        if (make_once_in(maker, 4))
            step->name = make_name(maker);
        action(maker, step);
        step->result = make_result(maker, step->action);
        step->tags = make_tags(maker);
        step->details = details(maker);
        *tail = step;
        tail = &step->next;
    }
    return first;
}

/* ---- sections ---- */

static void sink(struct maker *maker, struct section *section)
{
    struct on **tail = &section->ons;
    bool is_trace = maker->is_trace;

    section->interface = cat_interface("IIdentityChangeNotify");
    for (unsigned i = 0; i < section->interface->n_methods; i++) {
        if (make_once_in(maker, 2))
            continue;
        struct on *on = make_memory(maker, sizeof(*on));
        on->method = section->interface->methods[i].name;
        on->nth = make_once_in(maker, 3) ? make_below(maker, 9) + 1 : 0;
        on->block = make_once_in(maker, 2);
        on->answer = make_code(maker, cat_hresults, cat_n_hresults);
        if (on->block)
            on->steps = steps(maker, 3);
        *tail = on;
        tail = &on->next;
    }
    maker->is_trace = is_trace;
}

static struct section *sections(struct maker *maker)
{
    struct section *first = NULL, **tail = &first;

    for (unsigned n = make_below(maker, 4); n; n--) {
        struct section *section = make_memory(maker, sizeof(*section));

        section->kind = (enum section_kind)make_below(maker, SECTION_THREAD + 1);
        section->name = make_name(maker);
        if (section->kind == SECTION_SINK) {
            sink(maker, section);
        } else {
            section->details = details(maker);
            section->steps = steps(maker, 6);
        }
        if (section->kind == SECTION_THREAD)
            section->apartment = (enum apartment)make_below(maker, 3);
        *tail = section;
        tail = &section->next;
    }
    return first;
}

/* ---- the header ---- */

static void state(struct maker *maker, struct trace *trace)
{
    struct state_key **key_tail;

    trace->state = make_memory(maker, sizeof(*trace->state));
    key_tail = &trace->state->keys;
    for (unsigned n = make_below(maker, 4); n; n--) {
        struct state_key *k = make_memory(maker, sizeof(*k));
        struct state_value **tail = &k->values;

        k->path = make_key(maker, "HKCU", false);
        for (unsigned values = make_below(maker, 4); values; values--) {
            struct state_value *v = make_memory(maker, sizeof(*v));
            v->name = make_value_name(maker, false);
            v->data = make_plain_data(maker);
            *tail = v;
            tail = &v->next;
        }
        *key_tail = k;
        key_tail = &k->next;
    }
}

static void lists(struct maker *maker, struct trace *trace)
{
    for (unsigned n = make_below(maker, 3); n; n--) {
        struct password *p = make_memory(maker, sizeof(*p));
        struct cat_guid ignored;
        bool symbolic;

        p->guid = make_guid_text(maker, false, &ignored, &symbolic);
        p->kind = (enum data_kind)(DATA_NONE + make_below(maker, 3));
        p->secret = p->kind == DATA_SECRET ? make_name(maker) : NULL;
        p->next = trace->passwords;
        trace->passwords = p;
    }
    for (unsigned n = make_below(maker, 3); n; n--) {
        struct deny *d = make_memory(maker, sizeof(*d));
        d->key = make_any_key(maker);
        d->kind = (enum deny_kind)make_below(maker, 3);
        d->next = trace->denies;
        trace->denies = d;
    }
    for (unsigned n = make_below(maker, 3); n; n--) {
        struct folder *f = make_memory(maker, sizeof(*f));
        f->path = make_string(maker, true);
        f->next = trace->folders;
        trace->folders = f;
    }
}

static void trace_header(struct maker *maker, struct trace *trace)
{
    trace->of = make_once_in(maker, 2) ? "enum/clone_position" : NULL;
    trace->target = make_once_in(maker, 2) ? make_name(maker) : NULL;
    if (make_once_in(maker, 2)) {
        trace->dll_path = make_string(maker, true);
        trace->dll_sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        trace->dll_version = make_once_in(maker, 2) ? make_string(maker, true) : NULL;
        trace->dll_machine = make_once_in(maker, 2) ? make_name(maker) : NULL;
    }
    trace->lane = make_once_in(maker, 2) ? make_name(maker) : NULL;
    trace->lane_text = trace->lane && make_once_in(maker, 2) ? make_string(maker, true) : NULL;
    trace->observes = make_below(maker, 1u << N_EFFECT_KINDS);
}

static void header(struct maker *maker, struct trace *trace)
{
    static const char *const titles[] = { NULL, "A title", "x", "\"quoted\" $(x) \\ {", "\xC3\xA9  two blanks" };

    trace->title = PICK(maker, titles);
    trace->n_evidence = make_below(maker, 4);
    trace->evidence = make_memory(maker, sizeof(*trace->evidence) * (trace->n_evidence + 1));
    for (unsigned i = 0; i < trace->n_evidence; i++)
        trace->evidence[i] =
            (struct evidence){ (enum evidence_class)make_below(maker, N_EVIDENCE_CLASSES), make_words(maker, 0) };
    trace->needs = make_below(maker, 32);
    if (make_once_in(maker, 2))
        trace->limit = duration(maker);
    if (make_once_in(maker, 2))
        state(maker, trace);
    else if (make_once_in(maker, 2))
        trace->registry_name = make_name(maker);
    if (trace->state || trace->registry_name)
        trace->registry_tags = make_tags(maker);
    lists(maker, trace);
    if (trace->is_trace)
        trace_header(maker, trace);
}

static void ended(struct maker *maker, struct ended *ended)
{
    ended->kind = (enum ended_kind)make_below(maker, ENDED_UNSUPPORTED + 1);
    if (ended->kind == ENDED_CRASH)
        ended->text = make_exception(maker, &ended->number);
    else if (ended->kind == ENDED_UNSUPPORTED)
        ended->text = make_name(maker);
    else if (ended->kind == ENDED_EXIT)
        ended->number = random_next(maker->random);
    if (ended->kind != ENDED_NONE && make_once_in(maker, 2))
        ended->label = "veto.QuerySwitchIdentities#1/Next_2#3";
}

struct trace *random_trace(struct random *random)
{
    struct trace *trace = trace_new(random_below(random, 2));
    struct maker maker = { random, NULL, false, 0 };

    if (!trace)
        return NULL;
    maker.arena = &trace->arena;
    maker.is_trace = trace->is_trace;
    header(&maker, trace);
    trace->sections = sections(&maker);
    ended(&maker, &trace->ended);
    return trace;
}
