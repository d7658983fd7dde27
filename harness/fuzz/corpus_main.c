/* Runs a fuzz target over every file of the folders named on the command line: the regression test of its corpus. */
#include "fuzz/fuzz.h"

#include <dirent.h>

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = (size_t)1 << 20, n;
    uint8_t *data = malloc(size);

    if (!file || !data) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    n = fread(data, 1, size, file);
    fclose(file);
    /* Of exactly this size, so that a sanitizer sees a read behind its end. */
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        exit(1);
    memcpy(exact, data, n);
    free(data);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return 1;
}

int main(int argc, char **argv)
{
    int n = 0;

    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        struct dirent *entry;

        while (folder && (entry = readdir(folder)) != NULL) {
            char path[4096];

            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
            n += run_file(path);
        }
        if (folder)
            closedir(folder);
    }
    printf("%d files\n", n);
    return n ? 0 : 1;
}
