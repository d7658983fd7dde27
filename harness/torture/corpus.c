/* Scenarios with their start states inline, as the agent reads them. */
#include "torture.h"

#include "tests/whole_file.h"
#include "trace/trace.h"

#include <fts.h>

static enum status inline_state(const char *corpus, struct trace *model, struct diag *diag)
{
    char path[4096];
    struct whole_file file;
    enum status status;

    if (!model->registry_name || strcmp(model->registry_name, "empty") == 0)
        return ST_OK;
    snprintf(path, sizeof path, "%s/registry/%s.reg", corpus, model->registry_name);
    if (!whole_file_read(path, &file))
        return ST_IO;
    status = state_parse(file.bytes, file.size, path, &model->arena, &model->state, diag);
    free(file.bytes);
    model->registry_name = NULL;
    return status;
}

static enum status print_inlined(const char *corpus, struct trace *model, const char *path, struct diag *diag)
{
    struct buffer out;
    enum status status = inline_state(corpus, model, diag);

    if (status != ST_OK)
        return status;
    buffer_init(&out, TRACE_MAX_SCENARIO);
    trace_print(model, &out);
    status = out.status;
    if (status == ST_OK && !whole_file_write(path, out.data, out.len))
        status = ST_IO;
    buffer_free(&out);
    return status;
}

static bool steps_end(const struct step *step)
{
    for (; step; step = step->next)
        if (step->result.kind == RESULT_CRASH || step->result.kind == RESULT_HANG || step->result.kind == RESULT_EXIT)
            return true;
    return false;
}

static bool expects_end(const struct trace *model)
{
    for (const struct section *section = model->sections; section; section = section->next)
        if (steps_end(section->steps))
            return true;
    return false;
}

enum inlined inline_scenario(const char *corpus, const char *id, const char *path)
{
    char source[4096];
    struct whole_file file;
    struct trace *model = NULL;
    struct diag diag;
    enum status status = ST_IO;
    bool ends = false;

    snprintf(source, sizeof source, "%s/%s.scn", corpus, id);
    diag_init(&diag, source);
    if (whole_file_read(source, &file))
        status = trace_parse(file.bytes, file.size, source, &model, &diag);
    free(file.bytes);
    if (status == ST_OK)
        status = print_inlined(corpus, model, path, &diag);
    if (status == ST_OK)
        ends = expects_end(model);
    else
        fprintf(stderr, "torture: %s cannot be read\n", source);
    trace_free(model);
    return status != ST_OK ? INLINE_FAILED : ends ? INLINE_ENDS : INLINED;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool is_scenario(const FTSENT *entry)
{
    return entry->fts_info == FTS_F && entry->fts_namelen > 4 &&
           strcmp(entry->fts_name + entry->fts_namelen - 4, ".scn") == 0;
}

size_t list_scenarios(const char *corpus, char ***ids)
{
    char *const roots[] = { (char *)corpus, NULL };
    FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    size_t count = 0, prefix = strlen(corpus) + 1;
    FTSENT *entry;

    *ids = NULL;
    while (walk && (entry = fts_read(walk))) {
        char **more;

        if (!is_scenario(entry))
            continue;
        more = realloc(*ids, (count + 1) * sizeof **ids);
        if (!more)
            break;
        *ids = more;
        more[count++] = strndup(entry->fts_path + prefix, entry->fts_pathlen - prefix - 4);
    }
    if (walk)
        fts_close(walk);
    return count;
}
