/* standin-list --seed S: the deviations of a seed, one a line. The closing report names missed ones from it. */
#include "generator.h"

int main(int argc, char **argv)
{
    static struct deviation list[STANDIN_LIST_MAX];
    char *end = NULL;
    unsigned long seed;
    unsigned count;

    if (argc != 3 || strcmp(argv[1], "--seed") != 0 || (seed = strtoul(argv[2], &end, 10), *end) || end == argv[2]) {
        fprintf(stderr, "usage: standin-list --seed NUMBER\n");
        return 2;
    }
    count = generator_draw((uint32_t)seed, list);
    for (unsigned i = 0; i < count; i++) {
        char text[160];

        generator_describe(&list[i], text, sizeof text);
        printf("%u\t%s\t%s\n", i, deviation_fact_name(deviation_fact(list[i].kind)), text);
    }
    return 0;
}
