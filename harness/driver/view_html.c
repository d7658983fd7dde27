/* report.html. The frame of harness/report/page.html has four places, which stand in braces: policy, style, data, script. */
#include "driver/page.h"

#define BUDGET 20000000u

static bool put_data(struct page *page)
{
    return page_summary(page) && page_index(page) && page_facts(page, true) && page_history(page) &&
           page_statements(page) && page_disagreements(page) && page_details(page, VERDICT_SAME, true) &&
           page_facts(page, false) && page_details(page, VERDICT_KNOWN, false) &&
           page_details(page, VERDICT_SAME, false);
}

static void put_places(struct page *page)
{
    for (size_t i = 0; i < page->results->kept_count; i++)
        page->left_details += !page->placed[page->results->kept[i].scenario];
    page_put(page, "places",
             json_pack("{s: O, s: I, s: I, s: b}", "chunks", page->places, "leftFacts", (json_int_t)page->left_facts,
                       "leftDetails", (json_int_t)page->left_details, "kept", (int)(page->results->kept_count > 0)));
}

/* Only this script and this style run in the page, and it can reach nothing: whatever a hostile DLL wrote into it. */
static void put_policy(FILE *out)
{
    struct str text = { 0 };

    pack_csp_hash(page_script, strlen(page_script), &text);
    str_puts(&text, "; style-src ");
    pack_csp_hash(page_style, strlen(page_style), &text);
    fprintf(out, "default-src 'none'; img-src data:; script-src %s", text.data);
    str_free(&text);
}

static bool put_place(struct page *page, const char *name, size_t length)
{
    if (!strncmp(name, "policy", length))
        put_policy(page->out);
    else if (!strncmp(name, "style", length))
        fputs(page_style, page->out);
    else if (!strncmp(name, "script", length))
        fputs(page_script, page->out);
    else if (!put_data(page))
        return false;
    else
        put_places(page);
    return true;
}

bool view_html(const struct results *results, const struct view_options *options, FILE *out, struct problem *problem)
{
    struct page page = { .results = results,
                         .options = options,
                         .out = out,
                         .budget =
                             (options->budget ? options->budget : BUDGET) - strlen(page_style) - strlen(page_script),
                         .problem = problem,
                         .places = json_array(),
                         .placed = xcalloc(results->scenarios.count + 1, sizeof(bool)) };
    bool ok = true;

    for (const char *at = page_frame; ok && *at;) {
        const char *open = strstr(at, "{{"), *close = open ? strstr(open, "}}") : NULL;

        if (!close) {
            fputs(at, out);
            break;
        }
        fwrite(at, 1, (size_t)(open - at), out);
        ok = put_place(&page, open + 2, (size_t)(close - open - 2));
        at = close + 2;
    }
    json_decref(page.places);
    free(page.placed);
    return ok;
}
