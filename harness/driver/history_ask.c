/* What the history answers. */
#include "driver/history_private.h"

#define MOST_TREND 60u

/* ---- runs ---- */

static const char runs_sql[] =
    "SELECT r.id, r.started,"
    " (SELECT group_concat(w.text || ' ' || coalesce(substr(t.sha256, 1, 8), '-'), ', ') FROM targets t"
    "  JOIN words w ON w.id = t.target WHERE t.run = r.id),"
    " r.filters, (SELECT count(DISTINCT scenario) FROM cells c WHERE c.run = r.id),"
    " (SELECT count(*) FROM cells c WHERE c.run = r.id AND c.red),"
    /* Compared with the last earlier run of the same filters; without one nothing came. */
    " (SELECT count(*) FROM facts f WHERE p.id IS NOT NULL AND f.run = r.id AND NOT EXISTS (SELECT 1 FROM facts g "
    "WHERE g.key = f.key"
    "  AND g.target = f.target AND g.run = p.id)), "
    " (SELECT count(*) FROM facts g WHERE g.run = p.id AND g.target IN (SELECT target FROM targets WHERE run = r.id)"
    "  AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.run = r.id AND f.key = g.key AND f.target = g.target)),"
    " p.id FROM runs r LEFT JOIN runs p ON p.id = (SELECT q.id FROM runs q WHERE q.against IS r.against"
    "  AND q.filters = r.filters AND (q.started, q.id) < (r.started, r.id) ORDER BY q.started DESC, q.id DESC LIMIT 1)"
    " ORDER BY r.started DESC, r.id DESC LIMIT ?";

bool history_runs(struct history *history, unsigned most, struct history_runs *runs, struct problem *problem)
{
    sqlite3_stmt *statement = history_prepare(history, runs_sql, problem);
    int code = SQLITE_ERROR;

    memset(runs, 0, sizeof(*runs));
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, most ? (sqlite3_int64)most : -1);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct history_run *run;

        runs->items = xrealloc(runs->items, (runs->count + 1) * sizeof(*runs->items));
        run = &runs->items[runs->count++];
        run->id = sqlite3_column_int64(statement, 0);
        run->started = history_text(statement, 1);
        run->targets = history_text(statement, 2);
        run->filters = history_text(statement, 3);
        run->scenarios = (unsigned)sqlite3_column_int64(statement, 4);
        run->red = (unsigned)sqlite3_column_int64(statement, 5);
        run->came = (unsigned)sqlite3_column_int64(statement, 6);
        run->went = (unsigned)sqlite3_column_int64(statement, 7);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || history_failed(history, problem);
}

void history_runs_free(struct history_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        free(runs->items[i].started);
        free(runs->items[i].targets);
        free(runs->items[i].filters);
    }
    free(runs->items);
    memset(runs, 0, sizeof(*runs));
}

/* ---- one fact ---- */

/* A run in which the target could not run the scenario tells nothing. */
static const char course_sql[] =
    "SELECT r.started, t.sha256,"
    " CASE WHEN ?2 = ?1 THEN c.red ELSE EXISTS (SELECT 1 FROM facts f WHERE f.run = r.id AND f.target = c.target"
    "  AND f.key = (SELECT id FROM words WHERE text = ?2)) END"
    " FROM cells c JOIN runs r ON r.id = c.run JOIN targets t ON t.run = r.id AND t.target = c.target"
    " WHERE c.scenario = (SELECT id FROM words WHERE text = ?1) AND c.target = (SELECT id FROM words WHERE text = ?3)"
    " AND c.verdict <> 'unsupported' AND r.against IS ?4 AND (?5 IS NULL OR r.started < ?5)"
    " ORDER BY r.started, r.id";

static char *scenario_of(const char *key)
{
    const char *slash = strstr(key, " / ");

    return xstrndup(key, slash ? (size_t)(slash - key) : strlen(key));
}

struct previous {
    bool any, red;
    char *hash;
};

static void take_run(sqlite3_stmt *statement, struct previous *previous, struct str *trend,
                     struct history_course *course)
{
    char *started = history_text(statement, 0), *hash = history_text(statement, 1);
    const bool red = sqlite3_column_int(statement, 2);

    course->runs++;
    if (previous->any && previous->red != red) {
        course->flips++;
        course->same_file += hash && previous->hash && !strcmp(hash, previous->hash);
    }
    str_puts(trend, red ? "x" : ".");
    if (red && !course->first_bad) {
        course->first_bad = xstrdup(started);
        course->first_hash = hash ? xstrdup(hash) : NULL;
    }
    if (!red) {
        free(course->last_good);
        free(course->last_hash);
        free(course->first_bad);
        free(course->first_hash);
        course->last_good = xstrdup(started);
        course->last_hash = hash ? xstrdup(hash) : NULL;
        course->first_bad = course->first_hash = NULL;
    }
    free(started);
    free(previous->hash);
    *previous = (struct previous){ true, red, hash };
}

bool history_course(struct history *history, const char *target, const char *key, const char *against,
                    const char *before, struct history_course *course, struct problem *problem)
{
    sqlite3_stmt *statement = history_prepare(history, course_sql, problem);
    char *scenario = scenario_of(key);
    struct previous previous = { 0 };
    struct str trend = { 0 };
    int code = SQLITE_ERROR;

    memset(course, 0, sizeof(*course));
    str_puts(&trend, "");
    history_bind(statement, 1, scenario);
    history_bind(statement, 2, key);
    history_bind(statement, 3, target);
    history_bind(statement, 4, against);
    history_bind(statement, 5, before);
    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
        take_run(statement, &previous, &trend, course);
    course->trend = xstrdup(trend.data + (trend.length > MOST_TREND ? trend.length - MOST_TREND : 0));
    free(previous.hash);
    free(scenario);
    str_free(&trend);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || history_failed(history, problem);
}

void history_course_free(struct history_course *course)
{
    free(course->trend);
    free(course->first_bad);
    free(course->first_hash);
    free(course->last_good);
    free(course->last_hash);
    memset(course, 0, sizeof(*course));
}

static bool read_list(struct history *history, sqlite3_stmt *statement, struct list *list, struct problem *problem)
{
    int code = SQLITE_ERROR;

    while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
        list_take(list, history_text(statement, 0));
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || history_failed(history, problem);
}

bool history_targets(struct history *history, const char *key, struct list *targets, struct problem *problem)
{
    sqlite3_stmt *statement =
        history_prepare(history,
                        "SELECT DISTINCT w.text FROM cells c JOIN words w ON w.id = c.target WHERE c.scenario ="
                        " (SELECT id FROM words WHERE text = ?) ORDER BY w.text",
                        problem);
    char *scenario = scenario_of(key);
    bool ok;

    history_bind(statement, 1, scenario);
    ok = read_list(history, statement, targets, problem);
    free(scenario);
    return ok;
}

/* ---- since ---- */

static bool find_run(struct history *history, const char *when, long long *id, char **started, struct problem *problem)
{
    sqlite3_stmt *statement = history_prepare(
        history,
        "SELECT id, started FROM runs WHERE CAST(id AS TEXT) = ?1 OR substr(started, 1, length(?1)) = ?1"
        " ORDER BY CAST(id AS TEXT) = ?1 DESC, started, id LIMIT 1",
        problem);
    bool ok;

    history_bind(statement, 1, when);
    ok = statement && sqlite3_step(statement) == SQLITE_ROW;
    if (ok) {
        *id = sqlite3_column_int64(statement, 0);
        *started = history_text(statement, 1);
    }
    sqlite3_finalize(statement);
    return ok ||
           problem_set(problem, CODE_USAGE,
                       "expected the number or the time of a run (./identical history shows them), found '%s'", when);
}

bool history_red(struct history *history, const char *when, struct list *red, char **started, struct problem *problem)
{
    sqlite3_stmt *statement;
    long long id = 0;

    *started = NULL;
    if (!find_run(history, when, &id, started, problem))
        return false;
    statement = history_prepare(history,
                                "SELECT t.text || ': ' || k.text FROM facts f JOIN words t ON t.id = f.target"
                                " JOIN words k ON k.id = f.key WHERE f.run = ? ORDER BY t.text, k.text",
                                problem);
    if (statement)
        sqlite3_bind_int64(statement, 1, id);
    return read_list(history, statement, red, problem);
}
