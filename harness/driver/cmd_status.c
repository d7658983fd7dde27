/* status: whether what install put into a prefix is still there. A Wine update may undo it. */
#include "driver/command.h"
#include "driver/installation.h"

static int tell(struct context *context, const struct home *home, json_t *manifest)
{
    struct registry registry = { 0 };
    struct account account = { .whole = true };
    const char *state = manifest_text(manifest, "state");
    bool ok = registry_read(home, "", false, &registry, &context->problem);

    if (ok) {
        account_state(&account, home, manifest, &registry);
        if (strcmp(state, "installed") != 0)
            account_add(&account, false, "interrupted", "%s did not end: repeat it",
                        strcmp(state, "installing") != 0 ? "uninstall" : "install");
        if (!account.whole)
            account_add(&account, false, "cure", "./identical install --prefix %s puts it right again", home->folder);
        account_print(&account, home, account.whole ? "installed" : "partly undone", context->options.json);
    }
    registry_free(&registry);
    return !ok ? command_failed(context) : account.whole ? CODE_EXPECTED : CODE_DIFFERENT;
}

int cmd_status(struct context *context)
{
    struct home home;
    json_t *manifest = NULL;
    int code = CODE_DIFFERENT;

    if (home_open(&context->settings, context->options.prefix, &home, &context->problem))
        manifest = manifest_read(&home, &context->problem);
    if (context->problem.text[0]) {
        code = command_failed(context);
    } else if (manifest) {
        code = tell(context, &home, manifest);
    } else {
        struct account account = { .whole = false };

        account_print(&account, &home, "not installed", context->options.json);
    }
    json_decref(manifest);
    if (home.kept)
        home_tidy(&home);
    home_free(&home);
    return code;
}
