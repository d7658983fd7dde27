/* The model of a scenario or a trace, its parser, its printer and its checks. harness/FORMAT.md is the specification.
 * All text is terminated UTF-8 in canonical spelling (text.h); the arena of the struct trace owns everything. */
#ifndef IDT_TRACE_H
#define IDT_TRACE_H

#include <stdbool.h>
#include "catalogue/catalogue.h"
#include "trace/state.h"

enum {
    TRACE_MAX_LINE = 65536,   /* bytes */
    TRACE_MAX_NAME = 64,      /* bytes */
    TRACE_MAX_STRING = 32768, /* UTF-16 units */
    TRACE_MAX_ARGS = 32,      /* also names or values of a list */
    TRACE_MAX_LEVELS = 16,    /* of indentation */
    TRACE_MAX_STEPS = 1000000,
    TRACE_MAX_PROCESSES = 64,
    TRACE_MAX_SCENARIO = 16 << 20, /* bytes */
    TRACE_MAX_TRACE = 1 << 30
};

/* ---- values, arguments, results ---- */

enum value_kind {
    VALUE_NULL,
    VALUE_UNTOUCHED,
    VALUE_ANY,
    VALUE_OBJECT,
    VALUE_NEW,
    VALUE_SAME,   /* text: the other variable */
    VALUE_NUMBER, /* number; text as it was written: "3", "UIL_FORCE_UI" */
    VALUE_GUID,   /* text: "{…}", "{$(cookie)}" or a constant; guid, unless it is a symbol */
    VALUE_KEY,    /* text: the path without brackets */
    VALUE_STRING  /* text; tail */
};

enum tail { TAIL_UNTOUCHED, TAIL_TOUCHED, TAIL_ANY };

struct value {
    enum value_kind kind;
    enum tail tail;
    bool symbolic; /* of VALUE_GUID: text is "{$(name)}" */
    uint64_t number;
    struct cat_guid guid;
    const char *text;
};

enum arg_kind {
    ARG_NULL,
    ARG_NUMBER, /* number; text as it was written, constants by name */
    ARG_STRING, /* text */
    ARG_GUID,   /* text: "{…}", "{$(cookie)}" or a constant; guid, unless symbolic */
    ARG_SECRET, /* text: the name behind `secret` */
    ARG_NAME,   /* text: a variable */
    ARG_OUT     /* names, values */
};

struct arg {
    enum arg_kind kind;
    bool symbolic;
    bool list;         /* of ARG_OUT: &(a, b) */
    unsigned n_names;  /* 1 unless list */
    unsigned n_values; /* 0: open, else n_names */
    uint32_t capacity; /* &text[64]; 0 where none is written */
    uint64_t number;
    struct cat_guid guid;
    const char *text;
    const char **names;
    struct value *values;
    unsigned column; /* for messages of trace_check */
};

enum result_kind {
    RESULT_NONE,    /* no `->` */
    RESULT_HRESULT, /* number; a value may follow (create, factory, as) */
    RESULT_COUNT,   /* number */
    RESULT_ANY,
    RESULT_CRASH, /* text: exception name, or "0x" and 8 digits; number */
    RESULT_HANG,
    RESULT_EXIT,  /* number */
    RESULT_ERROR, /* of reg actions: Win32 error, number */
    RESULT_DATA,  /* data */
    RESULT_ABSENT,
    RESULT_NAMES, /* names: sorted list of strings */
    RESULT_YES,
    RESULT_NO,
    RESULT_VOID,
    RESULT_NOT_RUN /* traces: text is the variable that was not bound */
};

struct result {
    enum result_kind kind;
    uint64_t number;
    const char *text;
    struct value *value; /* of ppv, NULL if not stated */
    struct data data;
    const char **names;
    unsigned n_names;
};

/* ---- what is seen, and what the user does ---- */

enum effect_kind { EFFECT_REGISTRY, EFFECT_CALLBACKS, EFFECT_FOLDERS, EFFECT_WINDOWS, EFFECT_READS, N_EFFECT_KINDS };

extern const char *const effect_kind_names[N_EFFECT_KINDS]; /* "registry", … */

enum detail_kind {
    SEEN_SET,           /* key, value_name, data */
    SEEN_CREATE,        /* key */
    SEEN_DELETE,        /* key, value_name or NULL for the key itself */
    SEEN_CALLBACK,      /* object, method, args, result; steps made inside of it */
    SEEN_FOLDER_CREATE, /* text */
    SEEN_FOLDER_REMOVE,
    SEEN_FILE_CREATE,
    SEEN_FILE_WRITE,
    SEEN_FILE_REMOVE,
    SEEN_RENAME,        /* text, text2 */
    SEEN_DIALOG,        /* role, words: what else is known of it */
    SEEN_CLOSED,        /* role: a dialog is gone */
    SEEN_MESSAGE,       /* role, text */
    SEEN_FOCUS,         /* role */
    SEEN_FOREGROUND,    /* object */
    SEEN_WINDOW_CREATE, /* text: class, text2: title */
    SEEN_WINDOW_DESTROY,
    SEEN_CONTROL, /* role, object: kind of control, text or NULL, words: its states */
    SEEN_OPENED,  /* key, result: none, or a Win32 error */
    SEEN_READ,    /* key, value_name, result */
    SEEN_KEYS,    /* key, result: its subkeys were enumerated */
    SEEN_VALUES,  /* likewise its values */
    SEEN_INFO,    /* key, result: its counts and times were asked for */
    SEEN_NONE,    /* effect: none of this kind */
    SEEN_OPEN,    /* effect: further ones left open */
    USER_DIALOG,  /* role */
    USER_TYPE,    /* role, text */
    USER_CLEAR,
    USER_CHECK_ON,
    USER_CHECK_OFF,
    USER_SELECT, /* role, text */
    USER_PRESS,
    USER_CLOSE, /* object: a window of the scenario, or NULL: the dialog */
    USER_KEY    /* text */
};

enum apartment { APARTMENT_NONE, APARTMENT_STA, APARTMENT_MTA };

extern const char *const trace_main_thread;  /* "main": the first one of a process */
extern const char *const trace_other_thread; /* "other": one that the scenario does not declare */

struct step;

struct detail {
    unsigned line;
    unsigned column; /* behind its '|' or '>' */
    enum detail_kind kind;
    enum effect_kind effect; /* of every SEEN_ */
    const char *key;
    const char *value_name; /* "" is the default value @ */
    struct data data;
    const char *object;
    const char *method;
    struct arg *args;
    unsigned n_args;
    struct result result;
    const char *thread;       /* of a callback: where it came; NULL: not stated … */
    enum apartment apartment; /* … and what that thread is */
    bool plain;               /* both are those of the step, so that a trace leaves them out; set by trace_check */
    unsigned thread_column;
    const char *role;
    bool role_quoted; /* a label instead of a role of the catalogue */
    const char *text;
    const char *text2;
    const char **words;
    unsigned n_words;
    struct step *steps; /* traces: made inside of this callback */
    unsigned nth;       /* of SEEN_CALLBACK: how many of this sink and method stand here, with it */
    struct detail *next;
};

/* ---- steps ---- */

enum action_kind {
    ACTION_CREATE,  /* binds, class, interface */
    ACTION_FACTORY, /* binds, class, interface */
    ACTION_AS,      /* binds, object, interface */
    ACTION_WINDOW,  /* binds, text: title */
    ACTION_CALL,    /* object, method, args */
    ACTION_BEGIN,   /* the same, and goes on */
    ACTION_END,     /* object: name of the call; in a trace args: the out parameters */
    ACTION_PUMP,    /* nothing, or object and method, or duration */
    ACTION_NEVER,   /* object, method */
    ACTION_REFS,    /* object */
    ACTION_UNCHANGED,
    ACTION_REG,  /* reg */
    ACTION_KILL, /* object: process */
    ACTION_HANG,
    ACTION_EXIT,
    ACTION_CLOCK /* duration */
};

enum reg_kind {
    REG_ACTION_SET,
    REG_ACTION_DELETE,
    REG_ACTION_CREATE,
    REG_ACTION_QUERY,
    REG_ACTION_KEYS,
    REG_ACTION_VALUES,
    REG_ACTION_CLOSE
};

struct reg_action {
    enum reg_kind kind;
    const char *variable;   /* an open key, or NULL: then path is absolute */
    const char *path;       /* without brackets; NULL for the key of the variable itself */
    const char *value_name; /* NULL where none is written */
    struct data data;
};

struct duration {
    uint32_t number;
    bool seconds; /* else milliseconds */
};

struct tags {
    const char **words; /* one text per pair of brackets: "D-086", "inferred I-08" */
    unsigned n;
};

struct step {
    unsigned line;
    const char *name;  /* what stands before ':', else NULL */
    const char *label; /* always: "logon", "Next#2", "veto.QuerySwitchIdentities#1/GetName#1"; set by the parser */
    enum action_kind action;
    const char *binds;
    const char *object;
    const char *method;
    const struct cat_class *class;
    const struct cat_interface *interface;
    struct arg *args;
    unsigned n_args;
    const char *text;
    struct reg_action reg;
    struct duration duration; /* number 0: none */
    struct result result;
    struct tags tags;
    struct detail *details;
    struct step *next;
    /* Set by trace_check: the method that a call, begin or end means, and the interface it was found in. */
    const struct cat_method *callee;
    const struct cat_interface *callee_interface;
    struct detail *gathered; /* the same, of an end: all lines of the call, from its begin on */
    unsigned columns[3];     /* of object or name bound, of method, of result, for messages */
};

struct on {
    unsigned line;
    const char *method;
    unsigned nth; /* of this callback of the method alone; 0: of each that has none of its own */
    bool block;   /* steps stand below, and `answer` on a line of its own */
    unsigned answer_line;
    uint32_t answer; /* HRESULT */
    struct step *steps;
    struct on *next;
};

enum section_kind { SECTION_SINK, SECTION_PROCESS, SECTION_THREAD };

/* A sink, or a stretch of steps behind `process NAME` or `thread NAME`. A process may have several. */
struct section {
    unsigned line;
    enum section_kind kind;
    const char *name;
    enum apartment apartment;              /* of a thread */
    const struct cat_interface *interface; /* of a sink */
    struct on *ons;
    struct detail *details; /* in front of the first step: they belong to the call of this process in flight */
    struct step *steps;
    struct section *next;
};

/* ---- the file ---- */

enum evidence_class {
    EVIDENCE_RECORDED,
    EVIDENCE_FORENSIC,
    EVIDENCE_DOCUMENTED,
    EVIDENCE_RECORDED_WINE,
    EVIDENCE_INFERRED,
    EVIDENCE_SYNTHETIC,
    EVIDENCE_OBSERVED, /* ranks below all of these and never counts */
    N_EVIDENCE_CLASSES
};

extern const char *const evidence_class_names[N_EVIDENCE_CLASSES];

struct evidence {
    enum evidence_class class;
    const char *words; /* "D-075", "native 0123…", "" */
};

enum need { NEED_UI = 1, NEED_PROCESSES = 2, NEED_THREADS = 4, NEED_NATIVE = 8, NEED_FAULT = 16 };

struct password {
    unsigned line;
    const char *guid;    /* "{…}" */
    enum data_kind kind; /* DATA_NONE, DATA_SECRET or DATA_UNREADABLE */
    const char *secret;  /* its name */
    struct password *next;
};

struct deny {
    unsigned line;
    const char *key;
    enum deny_kind { DENY_READ, DENY_WRITE, DENY_ALL } kind;
    struct deny *next;
};

struct folder {
    unsigned line;
    const char *path;
    struct folder *next;
};

enum ended_kind { ENDED_NONE, ENDED_OK, ENDED_CRASH, ENDED_HANG, ENDED_EXIT, ENDED_UNSUPPORTED, ENDED_DIALOG };

struct ended {
    unsigned line;
    enum ended_kind kind;
    const char *text;  /* exception, or what is unsupported, or the dialog: a role, or its caption in quotes */
    uint64_t number;   /* exit code */
    const char *label; /* after `at`, else NULL */
};

/* A comment or a blank line. */
struct note {
    unsigned line;
    unsigned anchor; /* the line it stands behind, or in front of if own_line; 0: the end of the file */
    unsigned indent;
    bool own_line;    /* nothing else stands on it */
    const char *text; /* "; why", NULL for a blank line */
};

enum variable_kind {
    VARIABLE_INTERFACE,
    VARIABLE_SINK,
    VARIABLE_KEY,
    VARIABLE_GUID,
    VARIABLE_NUMBER,
    VARIABLE_TOKEN,
    VARIABLE_TEXT,
    VARIABLE_WINDOW
};

struct variable {
    const char *name;
    enum variable_kind kind;
    const struct cat_interface *interface; /* of a pointer or a sink; IUnknown where it cannot be known */
    const struct step *step;               /* that binds it, NULL for sinks and `dll` */
    const char *process;                   /* that it belongs to, NULL for what all processes see */
    struct variable *shadowed;             /* of the same name, in another process */
    unsigned line;
    unsigned index; /* from 0, in order of binding: for tables beside the model */
    struct variable *next;
};

/* Keywords of the header, in the order of the grammar. */
enum header {
    HEADER_FIRST, /* "scenario 1" or "trace 1" */
    HEADER_TITLE,
    HEADER_EVIDENCE,
    HEADER_NEEDS,
    HEADER_LIMIT,
    HEADER_REGISTRY,
    HEADER_PASSWORD,
    HEADER_DENY,
    HEADER_FOLDER,
    HEADER_OF,
    HEADER_TARGET,
    HEADER_DLL,
    HEADER_LANE,
    HEADER_OBSERVES,
    N_HEADERS
};

extern const char *const header_names[N_HEADERS];

struct trace {
    struct arena arena;
    bool is_trace; /* else a scenario */
    const char *title;
    struct evidence *evidence;
    unsigned n_evidence;
    unsigned needs; /* enum need */
    struct duration limit;
    const char *registry_name; /* "xp-used", "empty"; NULL if the state is inline or there is none */
    struct tags registry_tags;
    struct state *state; /* the inline block */
    struct password *passwords;
    struct deny *denies;
    struct folder *folders;
    /* traces only */
    const char *of;
    const char *target;
    const char *dll_path, *dll_sha256, *dll_version, *dll_machine;
    const char *lane, *lane_text;
    unsigned observes; /* 1 << enum effect_kind */

    struct section *sections;
    struct ended ended;
    struct note *notes; /* by line, so also by anchor, those of the end (0) last */
    size_t n_notes;
    size_t n_steps;
    unsigned header_lines[N_HEADERS]; /* where each keyword stands, 0 if it does not */

    /* Set by trace_check. */
    struct variable *variables;
    unsigned n_variables;
    struct names *variable_names; /* private to the library */
};

/* ---- functions ---- */

/* What a sink does in its NTH callback of a method, from 1. NULL: nothing is scripted. */
const struct on *trace_on(const struct section *sink, const char *method, unsigned nth);

/* Reads a file. *out: new, free with trace_free(); NULL on failure. Fails: ST_BAD_INPUT (diag), ST_NO_MEMORY. */
enum status trace_parse(const char *text, size_t len, const char *filename, struct trace **out, struct diag *diag);
/* An empty model, for those who build one. NULL when there is no memory. */
struct trace *trace_new(bool is_trace);
void trace_free(struct trace *trace);

struct check_options {
    /* Says whether the DLL with this SHA-256 (64 digits) may stand behind `recorded`: neither ours, nor a builtin, nor a
     * stand-in. May be NULL: then nothing is refused. */
    bool (*genuine)(void *context, const char *sha256);
    void *context;
};

/* The second pass: variables, methods, arguments, evidence. Sets callee and the variables. options may be NULL.
 * Fails: ST_BAD_INPUT (diag), ST_NO_MEMORY. */
enum status trace_check(struct trace *trace, const char *filename, const struct check_options *options,
                        struct diag *diag);
/* After trace_check. NULL if there is none. */
const struct variable *trace_variable(const struct trace *trace, const char *name);

/* Canonical form. Notes (comments, blank lines) are printed where the model has them. Check out->status at the end. */
void trace_print(const struct trace *trace, struct buffer *out);
/* `identical fmt`: parse, print, with one message on failure. */
enum status trace_format(const char *text, size_t len, const char *filename, struct buffer *out, struct diag *diag);

/* Pieces, for an agent that writes a trace line by line; each ends with a newline. `level` is the indentation. */
void trace_print_header(const struct trace *trace, struct buffer *out);      /* from the first line to `observes` */
void trace_print_section(const struct section *section, struct buffer *out); /* the line; of a sink with its ons */
void trace_print_step(const struct step *step, unsigned level, struct buffer *out);       /* its line only */
void trace_print_detail(const struct detail *detail, unsigned level, struct buffer *out); /* its line only */
void trace_print_ended(const struct ended *ended, struct buffer *out);
/* Without newline. */
void trace_print_value(const struct value *value, struct buffer *out);
void trace_print_result(const struct result *result, struct buffer *out); /* what stands behind `-> ` */
void trace_print_arg(const struct arg *arg, struct buffer *out);

/* The interface and the parameter that an out argument of a step means (create, factory and as have one: ppv). NULL if
 * the argument has none. After trace_check. */
const struct cat_param *trace_param(const struct step *step, unsigned arg);
/* "out.NAME" for that. */
uint32_t duration_ms(struct duration duration);

#endif
