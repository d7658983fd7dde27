#include "catalogue/tests/idl.h"

#include <ctype.h>
#include <stdio.h>

char *idl_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = 4 << 20, n;
    char *text = malloc(size);

    if (!file || !text) {
        free(text);
        return NULL;
    }
    n = fread(text, 1, size - 1, file);
    text[n] = 0;
    fclose(file);
    return text;
}

static const char *skip_blank(const char *p)
{
    for (;;) {
        while (isspace((unsigned char)*p))
            p++;
        if (p[0] != '/' || p[1] != '*')
            return p;
        p = strstr(p, "*/") + 2;
    }
}

/* Copies up to one of `ends`, without the blanks around. */
static const char *copy_until(const char *p, const char *ends, char *to, size_t size)
{
    p = skip_blank(p);
    size_t n = strcspn(p, ends), len = n;

    while (len && isspace((unsigned char)p[len - 1]))
        len--;
    if (len >= size)
        len = size - 1;
    memcpy(to, p, len);
    to[len] = 0;
    return p + n;
}

/* "GUID *puidCookie" becomes type "GUID *" and name "puidCookie". */
static void split_declaration(char *text, struct idl_param *param)
{
    size_t len = strlen(text), at = len;

    while (at && (isalnum((unsigned char)text[at - 1]) || text[at - 1] == '_'))
        at--;
    snprintf(param->name, sizeof(param->name), "%s", text + at);
    while (at && isspace((unsigned char)text[at - 1]))
        at--;
    snprintf(param->type, sizeof(param->type), "%.*s", (int)at, text);
}

/* "[out, size_is(celt)] IUnknown **rgelt, …)": brackets nest parentheses. */
static const char *read_params(const char *p, struct idl_method *method)
{
    while (*(p = skip_blank(p)) != ')') {
        struct idl_param *param = &method->params[method->n_params++];
        char text[160];

        if (*p == '[')
            p = copy_until(p + 1, "]", param->attributes, sizeof(param->attributes)) + 1;
        p = copy_until(p, ",)", text, sizeof(text));
        split_declaration(text, param);
        if (*p == ',')
            p++;
    }
    return p + 1;
}

static const char *read_methods(const char *p, struct idl_interface *out)
{
    while (*(p = skip_blank(p)) != '}') {
        char attributes[160] = "", head[160];
        struct idl_method *method = &out->methods[out->n_methods];

        if (*p == '[')
            p = copy_until(p + 1, "]", attributes, sizeof(attributes)) + 1;
        p = skip_blank(p);
        if (!strncmp(p, "typedef", 7) || !strncmp(p, "cpp_quote", 9)) {
            bool structure = !strncmp(p, "typedef struct", 14);
            p = strchr(structure ? strchr(p, '}') : p, *p == 'c' ? ')' : ';') + 1;
            continue;
        }
        p = copy_until(p, "(", head, sizeof(head)) + 1;
        struct idl_param declaration = { 0 };
        split_declaration(head, &declaration);
        memset(method, 0, sizeof(*method));
        snprintf(method->name, sizeof(method->name), "%s", declaration.name);
        snprintf(method->returns, sizeof(method->returns), "%.39s", declaration.type);
        p = skip_blank(read_params(p, method)) + 1; /* the semicolon */
        if (!strstr(attributes, "call_as"))
            out->n_methods++;
    }
    return p;
}

bool idl_interface(const char *text, const char *name, struct idl_interface *out)
{
    const char *uuid = NULL;

    memset(out, 0, sizeof(*out));
    for (const char *p = text; *p; p++) {
        char word[80];

        if (!strncmp(p, "uuid(", 5))
            uuid = p + 5;
        if (strncmp(p, "interface ", 10) || (p != text && p[-1] != '\n'))
            continue;
        const char *q = copy_until(p + 10, " :;{\n", word, sizeof(word));
        q = skip_blank(q);
        if (strcmp(word, name) || *q == ';')
            continue;
        snprintf(out->name, sizeof(out->name), "%s", word);
        if (*q == ':')
            q = skip_blank(copy_until(q + 1, " {\n", out->base, sizeof(out->base)));
        if (uuid)
            copy_until(uuid, ")", out->uuid, sizeof(out->uuid));
        return *q == '{' && read_methods(q + 1, out);
    }
    return false;
}

bool idl_define(const char *text, unsigned n, char name[80], unsigned long *value)
{
    const char *p = text;

    for (unsigned i = 0; i <= n; i++) {
        p = strstr(i ? p + 1 : p, "cpp_quote(\"#define ");
        if (!p)
            return false;
    }
    p = copy_until(p + 19, " ", name, 80);
    p += strspn(p, " (");
    if (!strncmp(p, "HRESULT)", 8))
        p += 8;
    *value = strtoul(p, NULL, 0);
    return true;
}
