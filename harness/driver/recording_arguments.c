/* Arguments of a recorded call as a scenario writes them. */
#include "driver/recording_writer.h"

#include <ctype.h>

static bool in_guid(struct writer *writer, const char *text, struct str *out)
{
    const struct session_guid *session = naming_guid(&writer->names, text);
    struct cat_guid guid;

    if (session && session->bound) {
        str_puts(out, session->text);
        return true;
    }
    for (size_t i = 0; *text == '{' && cat_guid_parse(text + 1, &guid) && i < cat_n_guid_constants; i++)
        if (cat_guid_equal(&cat_guid_constants[i].guid, &guid)) {
            str_puts(out, cat_guid_constants[i].name);
            return true;
        }
    str_puts(out, text);
    return !session; /* nothing in the scenario would have that GUID */
}

static bool in_interface(struct writer *writer, unsigned process, const char *text, struct str *out)
{
    const struct name *name = *text == 'p' ? naming_pointer(&writer->names, process, text, false, NULL) : NULL;

    if (*text == 's') {
        struct sink_group *sink = writer_sink(writer, process, text);

        writer_place_sink(writer, sink);
        str_puts(out, sink->name);
        return true;
    }
    str_puts(out, name ? name->text : text);
    return name || !strcmp(text, "null");
}

/* A window of the application: the scenario has one of the same title. */
static bool in_window(struct writer *writer, unsigned process, const char *text, const struct spot *spot,
                      struct str *out)
{
    char *value = xstrndup(text, strcspn(text, " "));
    const char *title = strchr(text, '"');
    const struct name *name;

    if (*text != 'w' || !title) {
        str_puts(out, text);
        free(value);
        return !strcmp(text, "null");
    }
    name = naming_value(&writer->names, NAME_WINDOW, process, value);
    if (!name) {
        char *line;
        const struct name model = { .kind = NAME_WINDOW,
                                    .text = (char *)naming_make(&writer->names, "window"),
                                    .process = process,
                                    .value = value };

        name = naming_bind(&writer->names, &model, NULL);
        line = xformat("%s = window %s", name->text, title);
        writer_line(writer, spot, 0, line);
        free(line);
    }
    str_puts(out, name->text);
    free(value);
    return true;
}

bool writer_in(struct writer *writer, const struct event *call, unsigned i, const struct spot *spot, struct str *out)
{
    const unsigned process = writer_process(writer, call);
    const char *text = call->arguments.items[i];
    const struct name *token;

    if (!strcmp(text, "-"))
        return false;
    switch (call->method->params[i].kind) {
    case CAT_IN_GUID:
        return in_guid(writer, text, out);
    case CAT_IN_INTERFACE:
        return in_interface(writer, process, text, out);
    case CAT_IN_WINDOW:
        return in_window(writer, process, text, spot, out);
    case CAT_IN_NUMBER:
        token = strcmp(call->method->name, "Unadvise") ? NULL : naming_value(&writer->names, NAME_TOKEN, process, text);
        str_puts(out, token ? token->text : text);
        return true;
    default:
        naming_symbolise(&writer->names, text, out);
        return true;
    }
}

/* ---- out parameters ---- */

static const struct cat_interface *out_interface(const struct event *call, const struct cat_param *param)
{
    const char *iid = param->kind == CAT_OUT_BY_IID ? call->arguments.items[param->partner] : NULL;
    const struct cat_interface *interface = param->interface ? cat_interface(param->interface) : NULL;
    struct cat_guid guid;

    if (iid && *iid == '{' && cat_guid_parse(iid + 1, &guid))
        interface = cat_interface_by_iid(&guid);
    return interface ? interface : cat_interface("IUnknown");
}

const char *writer_bind(struct writer *writer, unsigned process, const char *came,
                        const struct cat_interface *interface, const struct name *from, struct str *value)
{
    const char *text = naming_make(&writer->names, naming_base(interface));
    const struct name *holder = NULL;
    struct sink_group *sink;

    if (!strcmp(came, "null")) {
        str_puts(value, "null");
    } else if (*came == 's') {
        sink = writer_sink(writer, process, came);
        writer_place_sink(writer, sink);
        str_addf(value, "same %s", sink->name);
    } else if (*came == 'p') {
        for (size_t i = 0; i < writer->names.count && !holder; i++) {
            const struct name *name = &writer->names.items[i];

            if (name->kind == NAME_POINTER && !name->gone && name->process == process && !strcmp(name->value, came))
                holder = name;
        }
        if (holder)
            str_addf(value, "same %s", holder->text);
        else
            str_puts(value, "new");
        naming_bind(&writer->names,
                    &(struct name){ .kind = NAME_POINTER,
                                    .text = (char *)text,
                                    .process = process,
                                    .value = (char *)came,
                                    .interface = interface },
                    from ? from : holder);
    }
    return text;
}

static void bind_token(struct writer *writer, unsigned process, const char *came, struct str *out)
{
    const struct name *holder = naming_value(&writer->names, NAME_TOKEN, process, came);
    const char *text = naming_make(&writer->names, "cookie");

    str_addf(out, "&%s", text);
    if (!strcmp(came, "0"))
        str_puts(out, " = null");
    else if (holder)
        str_addf(out, " = same %s", holder->text);
    else if (strcmp(came, "-") != 0)
        str_puts(out, " = new");
    if (isdigit((unsigned char)*came) && strcmp(came, "0") != 0)
        naming_bind(
            &writer->names,
            &(struct name){ .kind = NAME_TOKEN, .text = (char *)text, .process = process, .value = (char *)came },
            NULL);
}

/* "(p3, p4)": a variable each. For CONNECTDATA each second one is a token. */
static void out_elements(struct writer *writer, const struct event *call, const struct cat_param *param,
                         const char *came, struct str *out)
{
    const unsigned process = writer_process(writer, call);
    const bool pairs = param->kind == CAT_OUT_CONNECTIONS;
    struct list elements = { 0 };
    struct str values = { 0 };

    if (*came == '(')
        recording_split(came + 1, strlen(came) - 2, &elements);
    str_puts(out, "&(");
    for (size_t i = 0; i < elements.count; i++) {
        struct str value = { 0 };
        const char *element = elements.items[i], *text;

        if (pairs && i % 2) {
            const struct name *holder = naming_value(&writer->names, NAME_TOKEN, process, element);

            text = naming_make(&writer->names, "cookie");
            str_puts(&value, holder ? "same " : "new");
            str_puts(&value, holder ? holder->text : "");
        } else {
            text = writer_bind(writer, process, element, cat_interface(param->interface), NULL, &value);
        }
        str_addf(out, "%s%s", i ? ", " : "", text);
        str_addf(&values, "%s%s", i ? ", " : "", value.length ? value.data : "any");
        str_free(&value);
    }
    if (elements.count)
        str_addf(out, ") = (%s)", values.data);
    else
        str_addf(out, "%s%s%s)", naming_make(&writer->names, "none"), pairs ? ", " : "",
                 pairs ? naming_make(&writer->names, "none") : "");
    str_free(&values);
    list_free(&elements);
}

static void out_guid(struct writer *writer, const char *came, struct str *out)
{
    struct session_guid *session = naming_guid(&writer->names, came);

    if (session) {
        session->bound = true;
        str_addf(out, "&%s", session->text);
    } else {
        str_addf(out, "&%s%s%s", naming_make(&writer->names, "id"), *came == '{' ? " = " : "",
                 *came == '{' ? came : "");
    }
}

/* The application may go on with it beside COM. */
static void out_key(struct writer *writer, unsigned process, const char *came, struct str *out)
{
    const char *text = naming_make(&writer->names, "key");

    str_addf(out, "&%s", text);
    if (*came == '[') {
        char *key = xstrndup(came, strcspn(came, "]") + 1);

        str_puts(out, " = ");
        naming_symbolise(&writer->names, key, out);
        naming_bind(&writer->names,
                    &(struct name){ .kind = NAME_KEY, .text = (char *)text, .process = process, .value = key }, NULL);
        free(key);
    }
}

static void out_other(struct writer *writer, const struct cat_param *param, const char *asked, const char *came,
                      struct str *out)
{
    const bool seen = strcmp(came, "-") != 0;

    if (param->kind == CAT_OUT_TEXT) {
        str_addf(out, "&%s%s", naming_make(&writer->names, "text"), strcmp(asked, "&[0]") ? asked + 1 : "");
        if (seen) {
            str_puts(out, " = ");
            naming_symbolise(&writer->names, came, out);
            str_puts(out, " tail any");
        }
    } else {
        str_addf(out, "&%s%s%s", naming_make(&writer->names, "n"), seen ? " = " : "", seen ? came : "");
    }
}

void writer_out(struct writer *writer, const struct event *call, unsigned i, const char *came, struct str *out)
{
    const struct cat_param *param = &call->method->params[i];
    const char *asked = call->arguments.items[i], *text;
    const unsigned process = writer_process(writer, call);
    struct str value = { 0 };

    if (!strcmp(asked, "null")) {
        str_puts(out, asked);
        return;
    }
    switch (param->kind) {
    case CAT_OUT_INTERFACE:
    case CAT_OUT_BY_IID:
        text = writer_bind(writer, process, came, out_interface(call, param), NULL, &value);
        str_addf(out, "&%s%s%s", text, value.length ? " = " : "", str_text(&value));
        break;
    case CAT_OUT_INTERFACES:
    case CAT_OUT_CONNECTIONS:
        out_elements(writer, call, param, came, out);
        break;
    case CAT_OUT_TOKEN:
        bind_token(writer, process, came, out);
        break;
    case CAT_OUT_GUID:
        out_guid(writer, came, out);
        break;
    case CAT_OUT_KEY:
        out_key(writer, process, came, out);
        break;
    default:
        out_other(writer, param, asked, came, out);
    }
    str_free(&value);
}
