/* Which rows of the catalogue a recording crosses. Prints one line each, "crossed" or "missing", the direction and the method.
 *   recorded-rows FILE.rec... */
#include "driver/recording.h"

#include <stdio.h>

enum { MAX_ROWS = 256 };

static const struct cat_method *crossed[2][MAX_ROWS]; /* into the DLL, out of it */
static size_t n_crossed[2];

static bool is_crossed(unsigned way, const struct cat_method *method)
{
    for (size_t i = 0; i < n_crossed[way]; i++)
        if (crossed[way][i] == method)
            return true;
    return false;
}

static void note(const struct recording *recording)
{
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];
        const unsigned way = event->kind == EVENT_TOLD;

        if ((event->kind == EVENT_DONE || event->kind == EVENT_TOLD) && !is_crossed(way, event->method) &&
            n_crossed[way] < MAX_ROWS)
            crossed[way][n_crossed[way]++] = event->method;
    }
}

static void print(const char *direction, unsigned way, const struct cat_interface *interface)
{
    for (unsigned i = 0; i < interface->n_methods; i++)
        printf("%s %s %s.%s\n", is_crossed(way, &interface->methods[i]) ? "crossed" : "missing", direction,
               interface->name, interface->methods[i].name);
}

int main(int argc, char *argv[])
{
    struct problem problem = { 0 };
    struct recording recording;

    for (int i = 1; i < argc; i++) {
        const bool ok = recording_read(argv[i], &recording, &problem);

        if (ok)
            note(&recording);
        recording_free(&recording);
        if (!ok) {
            fprintf(stderr, "%s\n", problem.text);
            return 2;
        }
    }
    for (size_t i = 0; i < cat_n_interfaces; i++) {
        const char *name = cat_interfaces[i].name;
        const bool is_sink = !strcmp(name, "IIdentityChangeNotify");

        if (!is_sink)
            print("application->DLL", 0, &cat_interfaces[i]);
        if (is_sink || !strcmp(name, "IUnknown")) /* the only objects that an application hands in */
            print("DLL->sink", 1, &cat_interfaces[i]);
    }
    return 0;
}
