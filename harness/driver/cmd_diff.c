/* diff: two traces, or a scenario and a trace. */
#include "driver/corpus.h"
#include "driver/command.h"
#include "driver/files.h"
#include "driver/verdict.h"
#include "trace/diff.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCREEN 20

struct printing {
    bool all;
    uint64_t count;
};

static void print_side(char mark, const char *text)
{
    for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n')
        printf("  %c %.*s\n", mark, (int)strcspn(text, "\n"), text);
}

static bool print_difference(void *context, const struct difference *difference)
{
    struct printing *printing = context;

    if (++printing->count > SCREEN && !printing->all)
        return true;
    printf("%s / %s", difference->label, difference->fact);
    if (difference->left_line)
        printf(" (left line %llu)", (unsigned long long)difference->left_line);
    if (difference->right_line)
        printf(" (right line %llu)", (unsigned long long)difference->right_line);
    putchar('\n');
    print_side('-', difference->left);
    print_side('+', difference->right);
    return true;
}

static void print_rest(const struct printing *printing)
{
    if (printing->count > SCREEN && !printing->all)
        printf("... and %llu more: --all\n", (unsigned long long)(printing->count - SCREEN));
}

static bool read_file(void *context, uint64_t offset, char *to, size_t length)
{
    int fd = *(const int *)context;

    while (length) {
        ssize_t got = pread(fd, to, length, (off_t)offset);

        if (got <= 0)
            return false;
        to += got;
        offset += (uint64_t)got;
        length -= (size_t)got;
    }
    return true;
}

static bool open_source(const char *path, int *fd, struct text_source *source, struct problem *problem)
{
    struct stat info;

    *fd = open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0 || fstat(*fd, &info))
        return problem_set(problem, CODE_USAGE, "%s: cannot be opened: %s", path, strerror(errno));
    *source = (struct text_source){ .name = path, .size = (uint64_t)info.st_size, .context = fd, .read = read_file };
    return true;
}

static int diff_traces(struct context *context, const char *left_path, const char *right_path)
{
    struct printing printing = { context->options.all, 0 };
    struct text_source left, right;
    struct diff_summary summary;
    struct diag diag;
    int fds[2] = { -1, -1 };
    enum status status;

    diag_init(&diag, left_path);
    if (open_source(left_path, &fds[0], &left, &context->problem) &&
        open_source(right_path, &fds[1], &right, &context->problem)) {
        status = trace_diff(&left, &right, print_difference, &printing, &summary, &diag);
        if (status == ST_IO)
            problem_set(&context->problem, CODE_USAGE, "%s or %s cannot be read", left_path, right_path);
        else if (status != ST_OK)
            model_fail(status, &diag, &context->problem);
    }
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    if (context->problem.text[0])
        return command_failed(context);
    print_rest(&printing);
    printf("%llu steps equal, %llu different, %llu only left, %llu only right\n",
           (unsigned long long)summary.steps_same, (unsigned long long)summary.steps_different,
           (unsigned long long)summary.steps_left, (unsigned long long)summary.steps_right);
    return summary.differences ? CODE_DIFFERENT : CODE_EXPECTED;
}

/* ---- scenario and trace ---- */

static int print_cell(const struct context *context, const struct cell *cell)
{
    struct printing printing = { context->options.all, 0 };

    for (size_t i = 0; i < cell->fact_count; i++) {
        const struct fact *fact = &cell->facts[i];

        if (++printing.count > SCREEN && !printing.all)
            continue;
        printf("%s / %s: %s (line %u)%s%s\n", fact->label, fact->fact, verdict_names[fact->verdict], fact->line,
               fact->verdict == VERDICT_NOT_RUN && fact->reason ? " because of " : "",
               fact->verdict == VERDICT_NOT_RUN && fact->reason ? fact->reason : "");
        print_side('-', fact->expected);
        print_side('+', fact->observed);
    }
    print_rest(&printing);
    if (cell->reason)
        printf("%s: %s\n", verdict_names[cell->verdict], cell->reason);
    printf("%u facts same, %zu not, %u open\n", cell->counts[VERDICT_SAME], cell->fact_count, cell->open);
    return cell->red ? CODE_DIFFERENT : CODE_EXPECTED;
}

static bool read_checked(const char *path, struct trace **model, struct problem *problem)
{
    struct diag diag;
    enum status status;

    if (!model_read(path, model, problem))
        return false;
    diag_init(&diag, path);
    status = trace_check(*model, path, NULL, &diag);
    return status == ST_OK || model_fail(status, &diag, problem);
}

static int diff_scenario(struct context *context, const char *scenario_path, const char *trace_path)
{
    static const struct expect nothing_known = { 0 };
    struct corpus corpus = { 0 };
    struct trace *scenario = NULL, *trace = NULL;
    struct cell cell = { 0 };
    int code = CODE_INTERNAL;
    bool ok = corpus_load_one(&context->settings, &context->options, scenario_path, &corpus, &context->problem) &&
              corpus_model(&corpus, &corpus.scenarios[0], &scenario, &context->problem) &&
              read_checked(trace_path, &trace, &context->problem) &&
              verdict_judge(corpus.scenarios[0].id, scenario, scenario, trace, &nothing_known, &cell, NULL,
                            &context->problem);

    code = ok ? print_cell(context, &cell) : command_failed(context);
    cell_free(&cell);
    trace_free(scenario);
    trace_free(trace);
    corpus_free(&corpus);
    return code;
}

static bool is_scenario(const char *path)
{
    size_t length = strlen(path);

    return length > 4 && !strcmp(path + length - 4, ".scn");
}

int cmd_diff(struct context *context)
{
    const struct list *files = &context->options.arguments;

    if (files->count != 2) {
        problem_set(&context->problem, CODE_USAGE, "expected two files, found %zu", files->count);
        return CODE_USAGE;
    }
    if (is_scenario(files->items[0]) && is_scenario(files->items[1])) {
        problem_set(&context->problem, CODE_USAGE, "expected a trace beside the scenario, found two scenarios");
        return CODE_USAGE;
    }
    if (is_scenario(files->items[0]))
        return diff_scenario(context, files->items[0], files->items[1]);
    if (is_scenario(files->items[1]))
        return diff_scenario(context, files->items[1], files->items[0]);
    return diff_traces(context, files->items[0], files->items[1]);
}
