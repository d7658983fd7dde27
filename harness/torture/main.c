/* torture [--seconds N] [--sample N] [--seed N] CORPUS [ID...]: see torture.h. Each scenario has a process of its own, so a crash is
 * counted and not the end. With --seconds only every k-th fault is tried, k so that it takes about that long;
 * with --sample only every N-th scenario, the first of them by the seed: starting a process is most of what one costs. */
#include "torture.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct options {
    const char *corpus;
    char ui[4096];    /* the map of the reference's windows */
    unsigned seconds; /* 0: all faults */
    unsigned sample;  /* 0 and 1: all scenarios */
    unsigned seed;
    char **ids;
    size_t count;
};

/* What a child has to say, in memory that outlives it. */
struct report {
    unsigned fallible; /* calls of the undisturbed run */
    double seconds;    /* of the undisturbed run */
    unsigned tried, fired, absorbed, violations;
    unsigned fault; /* that is being tried */
    bool complete;  /* the child came to its end */
    char failed[64];
};

/* Of the processor, so that a busy machine tries no less. */
static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct run *fresh_run(unsigned fault, const struct run *calm)
{
    struct run *run = calloc(1, sizeof *run);

    if (!run)
        abort();
    run->fault = fault;
    run->calm = calm;
    return run;
}

static void try_fault(const struct options *options, const char *id, const char *scenario, const char *trace,
                      const struct run *calm, struct report *report)
{
    struct run *run = fresh_run(report->fault, calm);

    run_scenario(scenario, trace, options->ui, run);
    report->tried++;
    report->fired += *run->failed != 0;
    report->absorbed += run->absorbed;
    if (*run->violation) {
        report->violations++;
        printf("%s: call %u (%s) failing: %s\n", id, report->fault, run->failed, run->violation);
    }
    free(run);
}

/* An undisturbed run once more: what the faults are held against must not differ from run to run. It also tells how
 * long a run takes that does not start a process. */
static void check_calm(const struct options *options, const char *id, const char *scenario, const char *trace,
                       const struct run *calm, struct report *report)
{
    struct run *again = fresh_run(0, NULL);
    double start = now();

    run_scenario(scenario, trace, options->ui, again);
    report->seconds = now() - start;
    if (*calm->violation || again->steps != calm->steps || again->fallible != calm->fallible ||
        memcmp(again->footprints, calm->footprints, calm->steps * sizeof *calm->footprints) != 0) {
        report->violations++;
        printf("%s: undisturbed: %s\n", id, *calm->violation ? calm->violation : "two runs differ");
    }
    free(again);
}

/* The first run tells how many calls can fail; stride 0 ends there. */
static void torture_scenario(const struct options *options, const char *id, const char *scenario, unsigned stride,
                             struct report *report)
{
    char trace[4096 + 8];
    struct run *calm = fresh_run(0, NULL);

    snprintf(trace, sizeof trace, "%s.trc", scenario);
    run_scenario(scenario, trace, options->ui, calm);
    report->fallible = calm->fallible;
    if (stride == 0)
        check_calm(options, id, scenario, trace, calm, report);
    for (report->fault = stride ? 1 + options->seed % stride : 1; stride && report->fault <= calm->fallible;
         report->fault += stride)
        try_fault(options, id, scenario, trace, calm, report);
    report->fault = 0;
    report->complete = true;
    free(calm);
    unlink(trace);
}

/* Returns whether the child came back. */
static bool in_child(const struct options *options, const char *id, const char *scenario, unsigned stride,
                     struct report *report)
{
    int status = -1;
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        torture_scenario(options, id, scenario, stride, report);
        exit(0);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        return false;
    if (status == 0 && report->complete)
        return true;
    printf("%s: call %u failing: the process ended with %s %d\n", id, report->fault,
           WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    report->violations++;
    return false;
}

static void add_up(const struct report *report, struct report *total)
{
    total->fallible += report->fallible;
    total->tried += report->tried;
    total->fired += report->fired;
    total->absorbed += report->absorbed;
    total->violations += report->violations;
    total->seconds += report->seconds * report->fallible;
}

static bool is_in_sample(const struct options *options, size_t scenario)
{
    return options->sample < 2 || (scenario + options->seed) % options->sample == 0;
}

/* One pass over all scenarios. */
static struct report pass(const struct options *options, const char *folder, unsigned stride)
{
    struct report *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct report total = { 0 };

    if (shared == MAP_FAILED)
        abort();
    for (size_t i = 0; i < options->count; i++) {
        char scenario[4096];
        enum inlined inlined = INLINED;

        snprintf(scenario, sizeof scenario, "%s/%zu.scn", folder, i);
        memset(shared, 0, sizeof *shared);
        if (stride == 0 && is_in_sample(options, i))
            inlined = inline_scenario(options->corpus, options->ids[i], scenario);
        if (inlined == INLINE_ENDS)
            unlink(scenario); /* and so it is not there in the second pass */
        shared->violations += inlined == INLINE_FAILED;
        if (access(scenario, R_OK) == 0)
            in_child(options, options->ids[i], scenario, stride, shared);
        add_up(shared, &total);
    }
    munmap(shared, sizeof *shared);
    return total;
}

static unsigned stride_for(const struct options *options, const struct report *calm)
{
    double needed = calm->seconds;

    return options->seconds && needed > options->seconds ? (unsigned)(needed / options->seconds) + 1 : 1;
}

static void tidy_up(const struct options *options, const char *folder)
{
    for (size_t i = 0; i < options->count; i++) {
        char path[64];

        snprintf(path, sizeof path, "%s/%zu.scn", folder, i);
        unlink(path);
        snprintf(path, sizeof path, "%s/%zu.scn.trc", folder, i);
        unlink(path); /* of a child that crashed */
    }
    rmdir(folder);
}

static int torture(const struct options *options)
{
    char folder[] = "/tmp/torture-XXXXXX";
    struct report calm, total;
    unsigned stride;

    if (!mkdtemp(folder))
        return 3;
    calm = pass(options, folder, 0);
    stride = stride_for(options, &calm);
    printf("%zu scenarios (every %u.), %u calls can fail; trying every %u. (seed %u)\n", options->count,
           options->sample ? options->sample : 1, calm.fallible, stride, options->seed);
    total = pass(options, folder, stride);
    printf("tried %u faults, %u struck, %u absorbed, %u violations\n", total.tried, total.fired, total.absorbed,
           total.violations);
    tidy_up(options, folder);
    return total.violations || calm.violations || !total.fired;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    int i = 1;

    options->seed = (unsigned)time(NULL);
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        unsigned number = (unsigned)strtoul(argv[i + 1], NULL, 10);

        if (strcmp(argv[i], "--seconds") == 0)
            options->seconds = number;
        else if (strcmp(argv[i], "--sample") == 0)
            options->sample = number;
        else if (strcmp(argv[i], "--seed") == 0)
            options->seed = number;
        else
            return false;
    }
    if (i >= argc)
        return false;
    options->corpus = argv[i++];
    snprintf(options->ui, sizeof options->ui, "%s/ui/reference.ui", options->corpus);
    options->ids = argv + i;
    options->count = (size_t)(argc - i);
    return true;
}

int main(int argc, char **argv)
{
    struct options options = { 0 };
    char **all = NULL;
    size_t count = 0;
    int status;

    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: torture [--seconds N] [--sample N] [--seed N] CORPUS [ID...]\n");
        return 2;
    }
    if (options.count == 0)
        options.count = count = list_scenarios(options.corpus, &all);
    if (all)
        options.ids = all;
    status = torture(&options);
    for (size_t i = 0; i < count; i++)
        free(all[i]);
    free(all);
    return status;
}
