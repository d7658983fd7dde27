/* Identical in somebody's Wine prefix: what `install`, `uninstall` and `status` share.
 *
 * All that uninstall needs lies in drive_c/identical-install: manifest.json, the DLLs and exported keys that were there before. It is
 * written before anything is changed and removed after everything is undone, so both verbs can be repeated at any point. What
 * was there before is recorded once, by the first install. */
#ifndef IDT_DRIVER_INSTALLATION_H
#define IDT_DRIVER_INSTALLATION_H

#include "driver/registry_file.h"
#include "driver/settings.h"
#include "driver/str.h"

#include <jansson.h>

#define CLASS_PATH    "CLSID\\{A9AE6C91-1D1B-11D2-B21A-00C04FA357FA}"
#define CLASS_KEY     "HKEY_LOCAL_MACHINE\\Software\\Classes\\" CLASS_PATH
#define CLASS_KEY_32  "HKEY_LOCAL_MACHINE\\Software\\Classes\\Wow6432Node\\" CLASS_PATH
#define WINE_KEY      "HKEY_CURRENT_USER\\Software\\Wine"
#define OVERRIDES_KEY WINE_KEY "\\DllOverrides"
#define IDENTITIES    "HKEY_CURRENT_USER\\Identities"
#define LOG_KEY       "HKEY_CURRENT_USER\\Software\\Identical Log"
#define FOLDERS_KEY   "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders"
#define OVERRIDE      "\"native,builtin\""

/* ---- the prefix ---- */

/* A folder that gets a DLL. */
struct place {
    const char *name;    /* "system32" */
    const char *preset;  /* whose msident.dll */
    const char *machine; /* "x86-64" */
    const char *class;   /* the registry key of its class */
    char *file;          /* where it goes */
    char *backup;        /* where what was there is kept */
};

struct home {
    char *folder;  /* absolute */
    char *kept;    /* drive_c/identical-install */
    char *program; /* of Wine */
    char **environment;
    struct place places[2];
    size_t place_count;
    char *log;         /* as the DLL opens it, for a .reg file; NULL: none */
    bool with_folders; /* registry_read() asks for the places of folders, too */
    int lock;          /* on the folder: two of us at once wait for each other; -1: none */
};

/* Checks that it is a prefix of this user's and that the Wine of the settings is the one it was last used with, and
 * locks it. Fails: CODE_USAGE (no prefix), CODE_ENVIRONMENT. home_free() in either case. */
bool home_open(const struct settings *settings, const char *folder, struct home *home, struct problem *problem);
void home_free(struct home *home);

/* Runs lines of a batch file in it. Fails: CODE_ENVIRONMENT, if Wine does not run to its end. */
bool home_run(const struct home *home, const char *lines, struct problem *problem);

/* Removes drive_c/identical-install, if it holds nothing to undo. */
void home_tidy(const struct home *home);

/* ---- its registry ---- */

/* What regedit exported, as UTF-8; text NULL: there is no such key. */
struct registry {
    char *wine;     /* WINE_KEY and below, and so on */
    char *class[2]; /* of home->places */
    char *identities;
    char *folders; /* FOLDERS_KEY, only if home->with_folders */
};

/* In one start of Wine. `lines`: what the batch file does before, or "". keep: the exported classes stay as
 * before-<place>.reg, for uninstall. */
bool registry_read(const struct home *home, const char *lines, bool keep, struct registry *registry,
                   struct problem *problem);
void registry_free(struct registry *registry);

/* A file for regedit in the prefix: `text` without the first line. */
bool registry_write(const struct home *home, const char *name, const char *text, struct problem *problem);

/* The data of a value as regedit writes it ("\"native\""); name: "@" or "\"msident\"", case does not matter. New, free(). NULL: none. */
char *registry_data(const char *text, const char *key, const char *name);
/* The lines of a key alone, without those below it. New, free(). */
char *registry_section(const char *text, const char *key);
/* The identities below the key Identities: "{…}". */
void registry_identities(const char *text, struct list *identities);

/* ---- files ---- */

/* "Wine's builtin", "ours", … of a file. */
enum dll_kind { DLL_NONE, DLL_BUILTIN, DLL_OTHER };

enum dll_kind dll_kind(const char *path);
/* A file or a link as it is, under the new name in one step. */
bool dll_put(const char *from, const char *to, struct problem *problem);
void dll_clean(const char *path);                   /* what a dll_put() that was killed left */
bool same_file(const char *path, const char *hash); /* false also where there is none */

/* ---- the manifest ---- */

/* NULL and no problem: there is none. The caller's to json_decref(). */
json_t *manifest_read(const struct home *home, struct problem *problem);
bool manifest_write(const struct home *home, json_t *manifest, const char *state, struct problem *problem);
json_t *manifest_file(json_t *manifest, const struct place *place); /* borrowed */
const char *manifest_text(const json_t *object, const char *name);  /* "" for what is no text */

/* ---- the verbs' words ---- */

/* What a verb did or found, one line each, and whether it stands as installed. */
struct account {
    json_t *lines;
    bool whole;
};

void account_add(struct account *account, bool ok, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void account_print(struct account *account, const struct home *home, const char *headline, bool json);
/* Compares what is there with what the manifest says was put there. */
void account_state(struct account *account, const struct home *home, json_t *manifest, const struct registry *registry);

/* ---- identities of an old machine ---- */

/* Reads what regedit exported, or a hive. registry_file_free() in either case. Fails: CODE_USAGE, with file and line. */
bool identities_read(const char *name, const char *code_page, struct registry_file *file, struct problem *problem);
/* Writes what is not there yet, and copies folders {GUID} of `folders` (or NULL); tells each identity. Changes import. */
bool identities_bring(const struct home *home, const struct registry *registry, struct registry_file *import,
                      const char *folders, bool dry_run, struct account *account, struct problem *problem);

#endif
