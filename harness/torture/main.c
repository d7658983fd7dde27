/* torture [--seconds N] [--sample N] [--seed N] [--call N] CORPUS [ID...]: see torture.h. Each scenario has a process of its own, so a crash is
 * counted and not the end. With --seconds only every k-th fault is tried, k so that it takes about that long;
 * with --sample only every N-th scenario, the first of them by the seed: starting a process is most of what one costs.
 * With --call only the N-th call of each scenario fails, and the traces are printed: to look into a violation. */
#include "torture.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct options {
    const char *corpus;
    char ui[4096];    /* the map of the reference's windows */
    unsigned seconds; /* 0: all faults */
    unsigned sample;  /* 0 and 1: all scenarios */
    unsigned seed;
    unsigned call; /* 0: all */
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

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* Of the processor, so that a busy machine tries no less; with the processes that were started. */
static double now(void)
{
    struct rusage own, others;

    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &others);
    return seconds(&own.ru_utime) + seconds(&own.ru_stime) + seconds(&others.ru_utime) + seconds(&others.ru_stime);
}

static void print_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    int c;

    while (file && (c = getc(file)) != EOF)
        putchar(c);
    if (file)
        fclose(file);
}

/* Where the runs of one scenario take place. */
struct place {
    const struct options *options;
    const char *id, *scenario;
    char trace[4096 + 8];
    struct run *calm, *agreed;
};

static struct run *run_again(const struct place *place, const struct run *as)
{
    struct run *run = run_new();

    run->fault = as->fault;
    run->calm = as->calm;
    run->agreed = as->agreed;
    run->agrees = as->agrees;
    run_scenario(place->scenario, place->trace, place->options->ui, run);
    return run;
}

static void try_fault(const struct place *place, struct report *report)
{
    struct run *run =
        run_again(place, &(struct run){ .fault = report->fault, .calm = place->calm, .agreed = place->agreed });

    report->tried++;
    report->fired += *run->failed != 0;
    report->absorbed += run->absorbed;
    if (*run->violation) {
        report->violations++;
        printf("%s: call %u (%s) failing: %s\n", place->id, report->fault, run->failed, run->violation);
    }
    if (place->options->call)
        print_file(place->trace);
    run_free(run);
}

/* An undisturbed run once more: what the faults are held against must not differ from run to run. It also tells how
 * long a run takes that does not start a process. */
static void check_calm(const struct place *place, struct report *report)
{
    const double start = now();
    struct run *again = run_again(place, &(struct run){ 0 });

    report->seconds = now() - start;
    if (*place->calm->violation || !runs_equal(again, place->calm)) {
        report->violations++;
        printf("%s: undisturbed: %s\n", place->id,
               *place->calm->violation ? place->calm->violation : "two runs differ");
    }
    run_free(again);
}

static void try_faults(const struct place *place, unsigned stride, struct report *report)
{
    const unsigned only = place->options->call;

    for (report->fault = only ? only : 1 + place->options->seed % stride; report->fault <= report->fallible;
         report->fault += only ? report->fallible : stride)
        try_fault(place, report);
    report->fault = 0;
}

/* The first run tells how many calls can fail; stride 0 ends there. */
static void torture_scenario(const struct options *options, const char *id, const char *scenario, unsigned stride,
                             struct report *report)
{
    struct place place = { .options = options, .id = id, .scenario = scenario };

    snprintf(place.trace, sizeof place.trace, "%s.trc", scenario);
    place.calm = run_again(&place, &(struct run){ 0 });
    if (place.calm->vetoed)
        place.agreed = run_again(&place, &(struct run){ .agrees = true });
    report->fallible = calls_sum(&place.calm->fallible);
    if (stride == 0)
        check_calm(&place, report);
    else
        try_faults(&place, stride, report);
    report->complete = true;
    run_free(place.calm);
    if (place.agreed)
        run_free(place.agreed);
    unlink(place.trace);
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
        else if (strcmp(argv[i], "--call") == 0)
            options->call = number;
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
        fprintf(stderr, "usage: torture [--seconds N] [--sample N] [--seed N] [--call N] CORPUS [ID...]\n");
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
