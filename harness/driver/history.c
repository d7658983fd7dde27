#include "driver/history_private.h"

#include "driver/files.h"

#define APPLICATION 0x49444548 /* "IDEH" */
#define WAIT_MS     60000

static const char schema[] = "BEGIN IMMEDIATE;"
                             "PRAGMA application_id = 1229210952;"
                             "PRAGMA user_version = 1;"
                             "CREATE TABLE IF NOT EXISTS words (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
                             "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
                             " started TEXT NOT NULL, ms INTEGER NOT NULL, against TEXT, filters TEXT NOT NULL);"
                             "CREATE TABLE IF NOT EXISTS targets (run INTEGER NOT NULL, target INTEGER NOT NULL,"
                             " lane TEXT, sha256 TEXT, version TEXT, machine TEXT,"
                             " PRIMARY KEY (run, target)) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS cells (scenario INTEGER NOT NULL, target INTEGER NOT NULL,"
                             " run INTEGER NOT NULL, verdict TEXT NOT NULL, red INTEGER NOT NULL,"
                             " PRIMARY KEY (scenario, target, run)) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS facts (key INTEGER NOT NULL, target INTEGER NOT NULL,"
                             " run INTEGER NOT NULL, verdict TEXT NOT NULL, observed TEXT,"
                             " PRIMARY KEY (key, target, run)) WITHOUT ROWID;"
                             "CREATE INDEX IF NOT EXISTS facts_of_run ON facts (run);"
                             "CREATE INDEX IF NOT EXISTS cells_of_run ON cells (run);"
                             "COMMIT;";

bool history_failed(const struct history *history, struct problem *problem)
{
    const int code = sqlite3_errcode(history->db);

    return problem_set(problem, code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? CODE_USAGE : CODE_ENVIRONMENT,
                       "%s: %s", history->path, sqlite3_errmsg(history->db));
}

bool history_run_sql(struct history *history, const char *sql, struct problem *problem)
{
    return sqlite3_exec(history->db, sql, NULL, NULL, NULL) == SQLITE_OK || history_failed(history, problem);
}

sqlite3_stmt *history_prepare(struct history *history, const char *sql, struct problem *problem)
{
    sqlite3_stmt *statement = NULL;

    if (sqlite3_prepare_v2(history->db, sql, -1, &statement, NULL) != SQLITE_OK)
        history_failed(history, problem);
    return statement;
}

void history_bind(sqlite3_stmt *statement, int at, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
    else
        sqlite3_bind_null(statement, at);
}

char *history_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text ? xstrdup((const char *)text) : NULL;
}

char *history_path(const char *option)
{
    const char *wanted = getenv("IDT_HISTORY"), *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

    if (option)
        return xstrdup(option);
    if (wanted)
        return *wanted ? xstrdup(wanted) : NULL;
    if (state && *state == '/')
        return xformat("%s/identical/history.sqlite", state);
    return home && *home == '/' ? xformat("%s/.local/state/identical/history.sqlite", home) : NULL;
}

/* ---- opening ---- */

static bool number_of(struct history *history, const char *sql, long long *number, struct problem *problem)
{
    sqlite3_stmt *statement = history_prepare(history, sql, problem);
    bool ok = statement && (sqlite3_step(statement) == SQLITE_ROW || history_failed(history, problem));

    if (ok)
        *number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return ok;
}

/* schema_name: "main" or "other". An empty database becomes a history; any other that is none stays as it is. */
static bool is_ours(struct history *history, const char *schema_name, bool *empty, struct problem *problem)
{
    char *tables = xformat("SELECT count(*) FROM %s.sqlite_schema", schema_name);
    char *application = xformat("PRAGMA %s.application_id", schema_name);
    char *version = xformat("PRAGMA %s.user_version", schema_name);
    long long count = 0, id = 0, number = 0;
    bool ok = number_of(history, tables, &count, problem) && number_of(history, application, &id, problem) &&
              number_of(history, version, &number, problem);

    *empty = ok && !count && !id;
    if (ok && !*empty && (id != APPLICATION || number != 1))
        ok = problem_set(problem, CODE_USAGE, "%s: expected a history of version 1, found another database",
                         history->path);
    free(tables);
    free(application);
    free(version);
    return ok;
}

static bool make_parent(const char *path, struct problem *problem)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash && slash > path ? xstrndup(path, (size_t)(slash - path)) : NULL;
    bool ok = !folder || folder_make(folder, problem);

    free(folder);
    return ok;
}

bool history_open(const char *path, struct history **history, struct problem *problem)
{
    struct history *opened = xcalloc(1, sizeof(*opened));
    bool empty = false, ok;

    *history = NULL;
    opened->path = xstrdup(path);
    ok = make_parent(path, problem);
    if (ok && sqlite3_open_v2(path, &opened->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        ok = history_failed(opened, problem);
    if (ok) {
        sqlite3_busy_timeout(opened->db, WAIT_MS);
        sqlite3_db_config(opened->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(opened->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        ok = is_ours(opened, "main", &empty, problem) && (!empty || history_run_sql(opened, schema, problem));
    }
    if (ok)
        *history = opened;
    else
        history_close(opened);
    return ok;
}

void history_close(struct history *history)
{
    if (!history)
        return;
    sqlite3_close(history->db);
    free(history->path);
    free(history);
}

/* ---- adding ---- */

enum { ADD_WORD, FIND_WORD, ADD_RUN, ADD_TARGET, ADD_CELL, ADD_FACT, N_ADDS };

static const char *const adds[N_ADDS] = {
    [ADD_WORD] = "INSERT OR IGNORE INTO words (text) VALUES (?)",
    [FIND_WORD] = "SELECT id FROM words WHERE text = ?",
    [ADD_RUN] = "INSERT OR IGNORE INTO runs (uid, started, ms, against, filters) VALUES (?, ?, ?, ?, ?)",
    [ADD_TARGET] = "INSERT INTO targets VALUES (?, ?, ?, ?, ?, ?)",
    [ADD_CELL] = "INSERT OR REPLACE INTO cells VALUES (?, ?, ?, ?, ?)",
    [ADD_FACT] = "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?)",
};

struct adding {
    struct history *history;
    const struct results *results;
    sqlite3_stmt *statements[N_ADDS];
    long long run, *targets;
    struct problem *problem;
};

static bool step_once(const struct adding *adding, sqlite3_stmt *statement)
{
    const int code = sqlite3_step(statement);

    sqlite3_reset(statement);
    return code == SQLITE_DONE || history_failed(adding->history, adding->problem);
}

static bool word_id(const struct adding *adding, const char *text, long long *id)
{
    sqlite3_stmt *find = adding->statements[FIND_WORD];
    bool ok;

    history_bind(adding->statements[ADD_WORD], 1, text);
    if (!step_once(adding, adding->statements[ADD_WORD]))
        return false;
    history_bind(find, 1, text);
    ok = sqlite3_step(find) == SQLITE_ROW || history_failed(adding->history, adding->problem);
    if (ok)
        *id = sqlite3_column_int64(find, 0);
    sqlite3_reset(find);
    return ok;
}

static bool add_run(struct adding *adding, const char *uid, bool *added)
{
    const struct results *results = adding->results;
    sqlite3_stmt *statement = adding->statements[ADD_RUN];
    struct str filters = { 0 };
    bool ok;

    str_puts(&filters, "");
    for (size_t i = 0; i < results->filters.count; i++)
        str_addf(&filters, "%s%s", i ? " " : "", results->filters.items[i]);
    history_bind(statement, 1, uid);
    history_bind(statement, 2, results->started ? results->started : "");
    sqlite3_bind_int64(statement, 3, (sqlite3_int64)results->ms);
    history_bind(statement, 4, results->against);
    history_bind(statement, 5, filters.data);
    ok = step_once(adding, statement);
    *added = ok && sqlite3_changes(adding->history->db) > 0;
    adding->run = sqlite3_last_insert_rowid(adding->history->db);
    str_free(&filters);
    return ok;
}

static bool add_targets(struct adding *adding)
{
    sqlite3_stmt *statement = adding->statements[ADD_TARGET];
    bool ok = true;

    for (size_t i = 0; ok && i < adding->results->target_count; i++) {
        const struct target_info *target = &adding->results->targets[i];

        ok = word_id(adding, target->name, &adding->targets[i]);
        sqlite3_bind_int64(statement, 1, adding->run);
        sqlite3_bind_int64(statement, 2, adding->targets[i]);
        history_bind(statement, 3, target->lane);
        history_bind(statement, 4, target->hash);
        history_bind(statement, 5, target->version);
        history_bind(statement, 6, target->machine);
        ok = ok && step_once(adding, statement);
    }
    return ok;
}

static bool add_fact(const struct adding *adding, const struct entry *entry, const char *scenario,
                     const struct fact *fact)
{
    sqlite3_stmt *statement = adding->statements[ADD_FACT];
    char *key = xformat("%s / %s / %s", scenario, fact->label, fact->fact);
    long long id = 0;
    bool ok = word_id(adding, key, &id);

    free(key);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, adding->targets[entry->target]);
    sqlite3_bind_int64(statement, 3, adding->run);
    history_bind(statement, 4, verdict_names[fact->verdict]);
    history_bind(statement, 5, fact->observed);
    return ok && step_once(adding, statement);
}

static bool add_entry(const struct adding *adding, const struct entry *entry)
{
    const char *scenario = adding->results->scenarios.items[entry->scenario];
    sqlite3_stmt *statement = adding->statements[ADD_CELL];
    struct cell cell = { 0 };
    long long id = 0;
    bool ok = word_id(adding, scenario, &id);

    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_int64(statement, 2, adding->targets[entry->target]);
    sqlite3_bind_int64(statement, 3, adding->run);
    history_bind(statement, 4, verdict_names[entry->verdict]);
    sqlite3_bind_int(statement, 5, entry->red);
    ok = ok && step_once(adding, statement);
    if (ok && entry->red && results_cell(adding->results, entry, &cell)) {
        for (size_t i = 0; ok && i < cell.fact_count; i++)
            ok = !cell.facts[i].red || add_fact(adding, entry, scenario, &cell.facts[i]);
        cell_free(&cell);
    }
    return ok;
}

static bool add_all(struct adding *adding, const char *uid, bool *added)
{
    bool ok = history_run_sql(adding->history, "BEGIN IMMEDIATE", adding->problem) && add_run(adding, uid, added);

    if (ok && *added) {
        ok = add_targets(adding);
        for (size_t i = 0; ok && i < adding->results->count; i++)
            ok = add_entry(adding, &adding->results->items[i]);
    }
    if (ok)
        return history_run_sql(adding->history, "COMMIT", adding->problem);
    sqlite3_exec(adding->history->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool history_add(struct history *history, const struct results *results, const char *uid, bool *added,
                 struct problem *problem)
{
    struct adding adding = { .history = history,
                             .results = results,
                             .targets = xcalloc(results->target_count + 1, sizeof(*adding.targets)),
                             .problem = problem };
    bool ok = true, is_new = false;

    for (unsigned i = 0; ok && i < N_ADDS; i++) {
        adding.statements[i] = history_prepare(history, adds[i], problem);
        ok = adding.statements[i] != NULL;
    }
    ok = ok && add_all(&adding, uid, &is_new);
    for (unsigned i = 0; i < N_ADDS; i++)
        sqlite3_finalize(adding.statements[i]);
    free(adding.targets);
    if (added)
        *added = ok && is_new;
    return ok;
}

/* ---- merging ---- */

/* Numbers differ from file to file, words do not. */
static const char *const merges[] = {
    "INSERT OR IGNORE INTO main.words (text) SELECT text FROM other.words",
    "CREATE TEMP TABLE words_to AS SELECT o.id AS old, m.id AS new FROM other.words o JOIN main.words m USING (text)",
    "CREATE INDEX temp.words_to_old ON words_to (old)",
    "CREATE TEMP TABLE fresh AS SELECT id, uid FROM other.runs WHERE uid NOT IN (SELECT uid FROM main.runs)",
    "INSERT INTO main.runs (uid, started, ms, against, filters)"
    " SELECT uid, started, ms, against, filters FROM other.runs WHERE uid IN (SELECT uid FROM fresh) ORDER BY started, "
    "uid",
    "CREATE TEMP TABLE runs_to AS SELECT f.id AS old, m.id AS new FROM fresh f JOIN main.runs m USING (uid)",
    "INSERT INTO main.targets SELECT r.new, w.new, o.lane, o.sha256, o.version, o.machine FROM other.targets o"
    " JOIN runs_to r ON r.old = o.run JOIN words_to w ON w.old = o.target",
    "INSERT INTO main.cells SELECT s.new, t.new, r.new, o.verdict, o.red FROM runs_to r JOIN other.cells o ON o.run = "
    "r.old"
    " JOIN words_to s ON s.old = o.scenario JOIN words_to t ON t.old = o.target",
    "INSERT INTO main.facts SELECT k.new, t.new, r.new, o.verdict, o.observed FROM runs_to r"
    " JOIN other.facts o ON o.run = r.old JOIN words_to k ON k.old = o.key JOIN words_to t ON t.old = o.target",
};

static bool attach(struct history *history, const char *other, struct problem *problem)
{
    sqlite3_stmt *statement;
    bool ok, empty;

    if (!file_exists(other))
        return problem_set(problem, CODE_USAGE, "%s: expected a history, found no such file", other);
    statement = history_prepare(history, "ATTACH ? AS other", problem);
    history_bind(statement, 1, other);
    ok = statement && (sqlite3_step(statement) == SQLITE_DONE || history_failed(history, problem));
    sqlite3_finalize(statement);
    if (ok && (!is_ours(history, "other", &empty, problem) || empty))
        ok = problem_set(problem, CODE_USAGE, "%s: expected a history, found another file", other);
    return ok;
}

bool history_merge(struct history *history, const char *other, unsigned *added, struct problem *problem)
{
    long long count = 0;
    bool ok = attach(history, other, problem) && history_run_sql(history, "BEGIN IMMEDIATE", problem);

    for (size_t i = 0; ok && i < sizeof(merges) / sizeof(*merges); i++)
        ok = history_run_sql(history, merges[i], problem);
    ok = ok && number_of(history, "SELECT count(*) FROM fresh", &count, problem) &&
         history_run_sql(history, "DROP TABLE words_to; DROP TABLE fresh; DROP TABLE runs_to; COMMIT", problem);
    if (!ok)
        sqlite3_exec(history->db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_exec(history->db, "DETACH other", NULL, NULL, NULL);
    *added = (unsigned)count;
    return ok;
}
