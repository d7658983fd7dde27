#include "call.h"

/* Every parameter of the catalogue is one word, so its number alone tells the shape of a stdcall or x64 call; FARPROC has
 * the convention, and no prototype. */
UINT_PTR call_words(void *function, const UINT_PTR *w, unsigned n)
{
    const FARPROC call = (FARPROC)function;

    switch (n) {
    case 0:
        return (UINT_PTR)call();
    case 1:
        return (UINT_PTR)call(w[0]);
    case 2:
        return (UINT_PTR)call(w[0], w[1]);
    case 3:
        return (UINT_PTR)call(w[0], w[1], w[2]);
    case 4:
        return (UINT_PTR)call(w[0], w[1], w[2], w[3]);
    case 5:
        return (UINT_PTR)call(w[0], w[1], w[2], w[3], w[4]);
    case 6:
        return (UINT_PTR)call(w[0], w[1], w[2], w[3], w[4], w[5]);
    case 7:
        return (UINT_PTR)call(w[0], w[1], w[2], w[3], w[4], w[5], w[6]);
    default:
        return (UINT_PTR)call(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
    }
}
