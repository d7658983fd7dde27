#include "driver/recording_names.h"

#include <ctype.h>

enum { GUID_LENGTH = CAT_GUID_TEXT - 1, HEX_LENGTH = 47 };

void naming_free(struct naming *names)
{
    struct used_text *used, *next;

    for (size_t i = 0; i < names->count; i++) {
        free(names->items[i].text);
        free(names->items[i].value);
    }
    for (size_t i = 0; i < names->guid_count; i++)
        free(names->guids[i].text);
    HASH_ITER(hh, names->used, used, next)
    {
        HASH_DEL(names->used, used);
        free(used->text);
        free(used);
    }
    free(names->items);
    free(names->guids);
    list_free(&names->literals);
}

static struct used_text *use(struct naming *names, const char *text)
{
    struct used_text *used = xcalloc(1, sizeof(*used));

    used->text = xstrdup(text);
    used->last = 1;
    HASH_ADD_KEYPTR(hh, names->used, used->text, strlen(used->text), used);
    return used;
}

const char *naming_make(struct naming *names, const char *base)
{
    struct used_text *first, *other;

    HASH_FIND_STR(names->used, base, first);
    if (!first)
        return use(names, base)->text;
    for (;;) {
        char *text = xformat("%s%u", base, ++first->last);

        HASH_FIND_STR(names->used, text, other);
        if (!other)
            other = use(names, text);
        else
            other = NULL;
        free(text);
        if (other)
            return other->text;
    }
}

const char *naming_base(const struct cat_interface *interface)
{
    static const struct {
        const char *interface, *base;
    } bases[] = {
        { "IUserIdentityManager", "manager" },
        { "IPrivateIdentityManager", "private" },
        { "IPrivateIdentityManager2", "private" },
        { "IUserIdentity", "identity" },
        { "IUserIdentity2", "identity" },
        { "IEnumUserIdentity", "identities" },
        { "IConnectionPoint", "point" },
        { "IConnectionPointContainer", "container" },
        { "IEnumConnectionPoints", "points" },
        { "IEnumConnections", "connections" },
        { "IClassFactory", "factory" },
        { "IIdentityChangeNotify", "sink" },
    };

    for (size_t i = 0; interface && i < sizeof(bases) / sizeof(*bases); i++)
        if (!strcmp(bases[i].interface, interface->name))
            return bases[i].base;
    return "object";
}

/* ---- pointers, tokens, windows ---- */

static bool has_method(const struct name *name, const char *method)
{
    return !method || (name->interface && cat_method(name->interface, method, NULL));
}

struct name *naming_pointer(struct naming *names, unsigned process, const char *value, bool owning, const char *method)
{
    struct name *found = NULL;

    for (size_t i = 0; i < names->count; i++) {
        struct name *name = &names->items[i];

        if (name->kind != NAME_POINTER || name->process != process || strcmp(name->value, value) != 0 ||
            !has_method(name, method))
            continue;
        if (!found || (owning && !found->owned && name->owned))
            found = name;
    }
    return found;
}

struct name *naming_value(struct naming *names, enum name_kind kind, unsigned process, const char *value)
{
    for (size_t i = 0; i < names->count; i++) {
        struct name *name = &names->items[i];

        if (name->kind == kind && name->process == process && !strcmp(name->value, value))
            return name;
    }
    return NULL;
}

struct name *naming_bind(struct naming *names, const struct name *model, const struct name *from)
{
    struct name *name;
    const unsigned object = from ? from->object : ++names->objects; /* `from` may move with the array */

    names->items = xrealloc(names->items, (names->count + 1) * sizeof(*names->items));
    name = &names->items[names->count++];
    *name = *model;
    name->text = xstrdup(model->text);
    name->value = xstrdup(model->value);
    name->gone = false;
    name->owned = 1;
    name->object = object;
    return name;
}

void naming_forget(struct naming *names, const struct name *released)
{
    const unsigned object = released->object, process = released->process;
    char *value = xstrdup(released->value);
    size_t kept = 0;

    for (size_t i = 0; i < names->count; i++) {
        struct name *name = &names->items[i];
        const bool own = name->kind == NAME_POINTER && name->process == process;

        if (own && !strcmp(name->value, value)) {
            free(name->text);
            free(name->value);
            continue;
        }
        name->gone |= own && name->object == object;
        names->items[kept++] = *name;
    }
    names->count = kept;
    free(value);
}

/* ---- GUIDs ---- */

/* The next GUID with dashes in the text, or NULL. */
static const char *find_guid(const char *text, struct cat_guid *guid)
{
    for (; *text; text++)
        if (isxdigit((unsigned char)*text) && strlen(text) >= GUID_LENGTH && cat_guid_parse(text, guid))
            return text;
    return NULL;
}

static bool is_literal(const struct naming *names, const struct cat_guid *guid)
{
    char text[CAT_GUID_TEXT];

    cat_guid_text(guid, text);
    return cat_guid_known(guid) || list_has(&names->literals, text);
}

static struct session_guid *session_guid(const struct naming *names, const struct cat_guid *guid)
{
    for (size_t i = 0; i < names->guid_count; i++)
        if (cat_guid_equal(&names->guids[i].guid, guid))
            return &names->guids[i];
    return NULL;
}

static void learn(struct naming *names, const char *text, bool literal)
{
    struct cat_guid guid;

    for (; text && (text = find_guid(text, &guid)) != NULL; text += GUID_LENGTH) {
        char spelled[CAT_GUID_TEXT];

        if (is_literal(names, &guid) || session_guid(names, &guid))
            continue;
        cat_guid_text(&guid, spelled);
        if (literal) {
            list_add(&names->literals, spelled);
            continue;
        }
        names->guids = xrealloc(names->guids, (names->guid_count + 1) * sizeof(*names->guids));
        names->guids[names->guid_count++] =
            (struct session_guid){ .guid = guid, .text = xstrdup(naming_make(names, "guid")) };
    }
}

void naming_learn_guids(struct naming *names, const struct recording *recording)
{
    for (size_t i = 0; i < recording->state.count; i++)
        learn(names, recording->state.items[i], true);
    for (size_t i = 0; i < recording->passwords.count; i++)
        learn(names, recording->passwords.items[i], true);
    for (size_t i = 0; i < recording->count; i++) {
        const struct event *event = &recording->events[i];
        const bool given = event->kind == EVENT_CALL || event->kind == EVENT_TOLD; /* by the application */

        for (size_t j = 0; j < event->arguments.count; j++)
            learn(names, event->arguments.items[j], given);
        if (event->kind == EVENT_SEE || event->kind == EVENT_USER || event->kind == EVENT_OWN)
            learn(names, event->text, event->kind == EVENT_USER);
    }
}

struct session_guid *naming_guid(struct naming *names, const char *braced)
{
    struct cat_guid guid;

    return *braced == '{' && cat_guid_parse(braced + 1, &guid) ? session_guid(names, &guid) : NULL;
}

/* "6c,6e,17,47,…": the 16 bytes as data has them. */
static bool is_hex_of(const struct cat_guid *guid, const char *text)
{
    uint8_t bytes[16] = { (uint8_t)guid->data1,         (uint8_t)(guid->data1 >> 8), (uint8_t)(guid->data1 >> 16),
                          (uint8_t)(guid->data1 >> 24), (uint8_t)guid->data2,        (uint8_t)(guid->data2 >> 8),
                          (uint8_t)guid->data3,         (uint8_t)(guid->data3 >> 8) };
    char spelled[HEX_LENGTH + 1];

    memcpy(bytes + 8, guid->data4, 8);
    for (unsigned i = 0; i < 16; i++)
        snprintf(spelled + (size_t)i * 3, 4, i < 15 ? "%02x," : "%02x", bytes[i]);
    return !strncmp(text, spelled, HEX_LENGTH) && (!text[HEX_LENGTH] || isspace((unsigned char)text[HEX_LENGTH]));
}

/* Data that a GUID became. Returns its length, 0 if it is none. */
static size_t data_of_guid(const struct naming *names, const char *text, struct str *out)
{
    for (size_t i = 0; i < names->guid_count; i++) {
        const struct session_guid *session = &names->guids[i];
        char first[16];

        snprintf(first, sizeof(first), "dword:%08x", session->guid.data1);
        if (!strncmp(text, first, 14) && !isxdigit((unsigned char)text[14])) {
            str_addf(out, "dword:$(%s)", session->text);
            return 14;
        }
        if (!strncmp(text, "hex:", 4) && is_hex_of(&session->guid, text + 4)) {
            str_addf(out, "hex:$(%s)", session->text);
            return 4 + HEX_LENGTH;
        }
    }
    return 0;
}

static size_t guid_spelling(const struct naming *names, const char *text, struct str *out)
{
    struct cat_guid guid;
    const struct session_guid *session =
        isxdigit((unsigned char)*text) && strlen(text) >= GUID_LENGTH && cat_guid_parse(text, &guid)
            ? session_guid(names, &guid)
            : NULL;
    bool lower = false;

    for (unsigned i = 0; session && i < GUID_LENGTH; i++)
        lower |= text[i] >= 'a' && text[i] <= 'f';
    if (!session)
        return 0;
    str_addf(out, lower ? "$(%s:lower)" : "$(%s)", session->text);
    return GUID_LENGTH;
}

void naming_symbolise(const struct naming *names, const char *text, struct str *out)
{
    while (*text) {
        size_t done = guid_spelling(names, text, out);

        if (!done)
            done = data_of_guid(names, text, out);
        if (!done) {
            str_add(out, text, 1);
            done = 1;
        }
        text += done;
    }
}
