/* Any bytes as the file of a recorder, of which a scenario is made: as it stands, and redacted with a learnt UI map. What comes out
 * is a scenario that can be read. */
#include "fuzz/fuzz.h"

#include "driver/recording.h"
#include "driver/recording_learn.h"
#include "driver/recording_redact.h"

#include "trace/trace.h"

#include <sys/mman.h>
#include <unistd.h>

static bool read_bytes(const uint8_t *data, size_t size, struct recording *recording)
{
    struct problem problem = { 0 };
    int file = memfd_create("recording", 0);
    char path[64];
    bool ok;

    FUZZ_ASSERT(file >= 0 && write(file, data, size) == (ssize_t)size);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
    ok = recording_read(path, recording, &problem) && recording_begun(recording, path, &problem) && recording->sha256;
    close(file);
    return ok;
}

static void make_scenario(const struct recording *recording)
{
    static const struct recorded_as as = { .evidence = "synthetic", .tag = "observed x 00ff" };
    struct problem problem = { 0 };
    struct str text = { 0 };
    struct trace *trace = NULL;
    unsigned left_out = 0;
    struct diag diag;

    if (recording_scenario(recording, &as, &text, &left_out, &problem)) {
        if (trace_parse(text.data, text.length, "made.scn", &trace, &diag) == ST_BAD_INPUT) {
            char message[1024];

            diag_format(&diag, message, sizeof(message));
            fuzz_fail(__FILE__, __LINE__, message);
        }
        trace_free(trace);
    }
    str_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct recording recording;
    struct problem problem = { 0 };
    struct str map = { 0 };
    size_t words;

    if (read_bytes(data, size, &recording))
        make_scenario(&recording);
    recording_free(&recording);
    if (read_bytes(data, size, &recording) && recording_redact(&recording, &words, &problem)) {
        recording_learn(&recording, "learnt", &map, &problem);
        make_scenario(&recording);
    }
    recording_free(&recording);
    str_free(&map);
    return 0;
}
