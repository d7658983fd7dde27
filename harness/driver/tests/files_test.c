#include "driver/tests/test.h"

#include "driver/agent.h"
#include "driver/files.h"
#include "driver/trace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof(folder), "/tmp/identical-test-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    tree_remove(folder);
    return folder_exists(folder);
}

static void replaces_and_copies(void **state)
{
    struct problem problem = { 0 };
    struct str text = { 0 };
    struct list names = { 0 };
    char *deep = xformat("%s/a/b/c", folder), *file = xformat("%s/x.scn", deep);
    char *from = xformat("%s/a", folder), *to = xformat("%s/z", folder);

    (void)state;
    assert_true(folder_make(deep, &problem));
    assert_true(file_replace(file, "one", 3, &problem));
    assert_true(file_replace(file, "two", 3, &problem));
    assert_true(tree_copy(from, to, &problem));
    assert_true(files_below(folder, ".scn", &names, &problem));
    assert_int_equal(names.count, 2);
    assert_string_equal(names.items[0], "a/b/c/x.scn");
    assert_string_equal(names.items[1], "z/b/c/x.scn");
    assert_true(file_read(file, 3, &text, &problem));
    assert_string_equal(text.data, "two");
    assert_false(file_read(file, 2, &text, &problem));
    str_free(&text);
    list_free(&names);
    free(deep);
    free(file);
    free(from);
    free(to);
}

static void write_text(const char *path, const char *text)
{
    struct problem problem = { 0 };

    assert_true(file_replace(path, text, strlen(text), &problem));
}

/* As /dev/null, which root could lose. */
static void writes_into_a_pipe(void **state)
{
    struct problem problem = { 0 };
    char *path = xformat("%s/pipe", folder), got[4] = "";
    struct stat info;
    int end;

    (void)state;
    assert_int_equal(mkfifo(path, 0600), 0);
    end = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(end >= 0);
    assert_true(file_replace(path, "one", 3, &problem));
    assert_int_equal(read(end, got, 3), 3);
    assert_string_equal(got, "one");
    assert_int_equal(lstat(path, &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
    close(end);
    free(path);
}

static void reads_mapped_traces(void **state)
{
    char *path = xformat("%s/t.trc", folder);
    struct str text = { 0 };

    (void)state;
    mapped_trace_read(path, &text);
    assert_int_equal(text.length, 0);
    write_text(path, "IDT-MAP 1 00000000000000000012                                 \ntrace 1\nhalf a line");
    mapped_trace_read(path, &text);
    assert_string_equal(text.data, "trace 1\n");
    agent_complete_trace(&text, LANE_WINE, AGENT_ENDED, 0xFD);
    assert_string_equal(text.data, "trace 1\nended crash STACK_OVERFLOW\n");
    agent_complete_trace(&text, LANE_WINE, AGENT_OUT_OF_TIME, 137);
    assert_string_equal(text.data, "trace 1\nended crash STACK_OVERFLOW\n");
    str_free(&text);
    free(path);
}

static void finds_traces_in_a_file(void **state)
{
    char *path = xformat("%s/all.trc", folder);
    struct trace_file file;
    struct problem problem = { 0 };
    struct str text = { 0 };

    (void)state;
    write_text(path, "trace 1\nof a/b\nended ok\ntrace 1\nof   c\nended hang\n");
    assert_true(trace_file_open(path, &file, &problem));
    assert_true(trace_file_part(&file, "c", &text, &problem));
    assert_string_equal(text.data, "trace 1\nof   c\nended hang\n");
    assert_true(trace_file_part(&file, "a/b", &text, &problem));
    assert_string_equal(text.data, "trace 1\nof a/b\nended ok\n");
    assert_false(trace_file_part(&file, "d", &text, &problem));
    assert_int_equal(problem.text[0], 0);
    trace_file_close(&file);
    write_text(path, "scenario 1\n");
    assert_false(trace_file_open(path, &file, &problem));
    trace_file_close(&file);
    str_free(&text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaces_and_copies),
        cmocka_unit_test(writes_into_a_pipe),
        cmocka_unit_test(reads_mapped_traces),
        cmocka_unit_test(finds_traces_in_a_file),
    };

    return cmocka_run_group_tests_name("files", tests, make_folder, remove_folder);
}
