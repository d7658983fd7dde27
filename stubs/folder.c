#include "folder.h"

void folder_build(void)
{
}

bool folder_equal(const unsigned char *a, const unsigned char *b)
{
    (void)a;
    (void)b;
    return true;
}
