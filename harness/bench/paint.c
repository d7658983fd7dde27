/* How soon a browser shows a page: Chromium tells by its debugging pipe, NUL behind each message of JSON. What is asked for is what the
 * page's own scripts would see, the entry `first-contentful-paint`. */
#include "bench.h"

#include "driver/files.h"

#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#define BROWSER "/usr/bin/chromium"

enum { PATIENCE_MS = 60000, MESSAGE_MAX = 1 << 20, FROM_US = 3, TO_US = 4 };

static const char first_paint[] =
    "new Promise((done) => new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint')"
    ".forEach((entry) => done(entry.startTime))).observe({ type: 'paint', buffered: true }))";

struct browser {
    pid_t pid;
    int to, from;
    unsigned sent;
    char *session; /* of the tab */
    char *message;
};

static _Noreturn void become_browser(const struct bench *bench, int from_us, int to_us)
{
    char *home = xformat("--user-data-dir=%s/browser", bench->folder);
    int null = open("/dev/null", O_RDWR);
    /* Out of the way of 3 and 4 first. */
    int in = fcntl(from_us, F_DUPFD, 10), out = fcntl(to_us, F_DUPFD, 10);

    setpgid(0, 0);
    setenv("TMPDIR", bench->folder, 1);
    dup2(null, 0);
    dup2(null, 1);
    dup2(null, 2);
    dup2(in, FROM_US);
    dup2(out, TO_US);
    execl(BROWSER, BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000",
          "--no-first-run", "--remote-debugging-pipe", home, (char *)NULL);
    _exit(127);
}

static bool start_browser(struct bench *bench, struct browser *browser)
{
    int down[2], up[2];

    if (pipe2(down, O_CLOEXEC) || pipe2(up, O_CLOEXEC))
        return problem_set(&bench->problem, CODE_ENVIRONMENT, "no pipe for the browser");
    browser->pid = fork();
    if (browser->pid == 0)
        become_browser(bench, down[0], up[1]);
    close(down[0]);
    close(up[1]);
    browser->to = down[1];
    browser->from = up[0];
    browser->message = xcalloc(MESSAGE_MAX, 1);
    return browser->pid > 0 || problem_set(&bench->problem, CODE_ENVIRONMENT, "no process for the browser");
}

/* It ends when nobody holds the other end of its pipe; whatever is left of it does not stay. */
static void stop_browser(struct browser *browser)
{
    close(browser->to);
    if (browser->pid > 0) {
        for (unsigned i = 0; i < 500 && waitpid(browser->pid, NULL, WNOHANG) == 0; i++)
            usleep(10000);
        kill(-browser->pid, SIGKILL);
        waitpid(browser->pid, NULL, 0);
    }
    close(browser->from);
    free(browser->session);
    free(browser->message);
}

/* One message, new; NULL: none came in time. */
static json_t *next_message(const struct browser *browser)
{
    struct pollfd readable = { .fd = browser->from, .events = POLLIN };

    for (size_t length = 0; length + 1 < MESSAGE_MAX; length++) {
        if (poll(&readable, 1, PATIENCE_MS) != 1 || read(browser->from, browser->message + length, 1) != 1)
            return NULL;
        if (!browser->message[length])
            return json_loads(browser->message, 0, NULL);
    }
    return NULL;
}

/* Sends a command with its parameters, which it takes; its result, new. NULL with a problem. */
static json_t *ask(struct bench *bench, struct browser *browser, const char *method, json_t *parameters)
{
    json_t *command = json_pack("{s:i, s:s, s:o}", "id", (int)++browser->sent, "method", method, "params", parameters);
    json_t *answer = NULL, *result = NULL;
    char *text;

    if (browser->session)
        json_object_set_new(command, "sessionId", json_string(browser->session));
    text = json_dumps(command, JSON_COMPACT);
    if (write(browser->to, text, strlen(text) + 1) == (ssize_t)strlen(text) + 1)
        while ((answer = next_message(browser)) &&
               json_integer_value(json_object_get(answer, "id")) != (json_int_t)browser->sent)
            json_decref(answer);
    result = json_incref(json_object_get(answer, "result"));
    if (!result)
        problem_set(&bench->problem, CODE_ENVIRONMENT, "%s: no answer to %s", BROWSER, method);
    json_decref(answer);
    json_decref(command);
    free(text);
    return result;
}

static bool open_tab(struct bench *bench, struct browser *browser)
{
    json_t *tab = ask(bench, browser, "Target.createTarget", json_pack("{s:s}", "url", "about:blank")), *session = NULL;

    if (tab)
        session = ask(bench, browser, "Target.attachToTarget",
                      json_pack("{s:O, s:b}", "targetId", json_object_get(tab, "targetId"), "flatten", 1));
    if (session)
        browser->session = xstrdup(json_string_value(json_object_get(session, "sessionId")));
    json_decref(tab);
    json_decref(session);
    return browser->session;
}

static bool one_paint(struct bench *bench, struct browser *browser, const char *url, double *milliseconds)
{
    json_t *shown = ask(bench, browser, "Page.navigate", json_pack("{s:s}", "url", url));
    json_t *told =
        shown ? ask(bench, browser, "Runtime.evaluate",
                    json_pack("{s:s, s:b, s:b}", "expression", first_paint, "awaitPromise", 1, "returnByValue", 1))
              : NULL;
    const json_t *value = json_object_get(json_object_get(told, "result"), "value");
    bool ok = json_is_number(value);

    *milliseconds = json_number_value(value);
    json_decref(shown);
    json_decref(told);
    return ok || (bench->problem.code != CODE_EXPECTED
                      ? false
                      : problem_set(&bench->problem, CODE_ENVIRONMENT, "%s: no first paint of %s", BROWSER, url));
}

bool measure_paint(struct bench *bench, const char *page, struct sample *sample)
{
    const size_t count = bench->quick ? 1 : 11;
    char *url = xformat("file://%s", page);
    struct browser browser = { 0 };
    bool ok = start_browser(bench, &browser) && open_tab(bench, &browser);

    while (ok && sample->count < count)
        ok = one_paint(bench, &browser, url, &sample->ours[sample->count++]);
    stop_browser(&browser);
    free(url);
    return ok;
}

bool paint_is_measured(void)
{
    return access(BROWSER, X_OK) == 0;
}
