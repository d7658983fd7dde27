/* The scenarios: which there are, which are asked for, and one at a time as a model that stands alone. */
#ifndef IDT_DRIVER_CORPUS_H
#define IDT_DRIVER_CORPUS_H

#include "agent/patience.h"
#include "driver/genuine.h"
#include "driver/options.h"
#include "driver/settings.h"
#include "trace/trace.h"

struct scenario {
    char *id;   /* path below the corpus without .scn */
    char *path; /* as messages name it */
    char *title;
    char *evidence; /* "documented D-075, forensic xp-used": of the header */
    unsigned needs; /* enum need */
    unsigned limit_ms;
};

struct corpus {
    char *folder;
    struct genuine *genuine;
    struct scenario *scenarios; /* sorted by id */
    size_t count, total;        /* asked for; of the whole corpus */
    struct list ids;            /* of the whole corpus */
    bool filtered;
};

/* Reads and checks every scenario that the filters choose. The first bad file is the problem (CODE_USAGE), and so are
 * filters that choose nothing. */
bool corpus_load(const struct settings *settings, const struct options *options, struct corpus *corpus,
                 struct problem *problem);

/* One scenario by id or by path of its file. */
bool corpus_load_one(const struct settings *settings, const struct options *options, const char *name,
                     struct corpus *corpus, struct problem *problem);
/* Only the first `count` of the chosen ones stay. */
void corpus_keep(struct corpus *corpus, size_t count);
void corpus_free(struct corpus *corpus);

/* Where scenarios lie: --scenarios, or the tree's own. New, free(). */
char *corpus_folder(const struct settings *settings, const struct options *options);

/* The model with its start state inline, checked. New, trace_free(). */
bool corpus_model(const struct corpus *corpus, const struct scenario *scenario, struct trace **model,
                  struct problem *problem);

/* Reads a scenario or a trace as it stands, not checked. */
bool model_read(const char *path, struct trace **model, struct problem *problem);
bool model_fail(enum status status, const struct diag *diag, struct problem *problem); /* always false */

/* "documented D-075, forensic xp-used". New, free(). */
char *evidence_text(const struct trace *model);

#endif
