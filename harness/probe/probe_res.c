/* What the native agent gives the stubs as resources, under the name that it knows. */
#include "msident_res.h"

const unsigned char msident_res[1];
const unsigned msident_res_size = 0;
