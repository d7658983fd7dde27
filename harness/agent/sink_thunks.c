#include "sink_thunks.h"

typedef struct sink S;
typedef UINT_PTR W;

#define THUNKS(i)                                                                                                      \
    static HRESULT STDMETHODCALLTYPE thunk_##i##_0(S *sink)                                                            \
    {                                                                                                                  \
        return sink_called(sink, i, NULL);                                                                             \
    }                                                                                                                  \
    static HRESULT STDMETHODCALLTYPE thunk_##i##_1(S *sink, W a)                                                       \
    {                                                                                                                  \
        return sink_called(sink, i, (const W[]){ a });                                                                 \
    }                                                                                                                  \
    static HRESULT STDMETHODCALLTYPE thunk_##i##_2(S *sink, W a, W b)                                                  \
    {                                                                                                                  \
        return sink_called(sink, i, (const W[]){ a, b });                                                              \
    }                                                                                                                  \
    static HRESULT STDMETHODCALLTYPE thunk_##i##_3(S *sink, W a, W b, W c)                                             \
    {                                                                                                                  \
        return sink_called(sink, i, (const W[]){ a, b, c });                                                           \
    }                                                                                                                  \
    static HRESULT STDMETHODCALLTYPE thunk_##i##_4(S *sink, W a, W b, W c, W d)                                        \
    {                                                                                                                  \
        return sink_called(sink, i, (const W[]){ a, b, c, d });                                                        \
    }

THUNKS(0)
THUNKS(1)
THUNKS(2)
THUNKS(3)
THUNKS(4)
THUNKS(5)
THUNKS(6)
THUNKS(7)

#define ROW(i)                                                                                                         \
    {                                                                                                                  \
        (void *)thunk_##i##_0, (void *)thunk_##i##_1, (void *)thunk_##i##_2, (void *)thunk_##i##_3,                    \
            (void *)thunk_##i##_4                                                                                      \
    }

static void *const thunks[SINK_METHODS][SINK_WORDS + 1] = { ROW(0), ROW(1), ROW(2), ROW(3),
                                                            ROW(4), ROW(5), ROW(6), ROW(7) };

void *sink_thunk(unsigned index, unsigned words)
{
    return thunks[index][words];
}

void **sink_vtable(const struct cat_interface *interface)
{
    void **vtable;

    if (interface->first_slot != 3 || interface->n_methods > SINK_METHODS)
        return NULL;
    vtable = calloc(3 + interface->n_methods, sizeof *vtable);
    if (!vtable)
        return NULL;
    vtable[0] = (void *)sink_query_interface;
    vtable[1] = (void *)sink_add_ref;
    vtable[2] = (void *)sink_release;
    for (unsigned i = 0; i < interface->n_methods; i++) {
        if (interface->methods[i].n_params > SINK_WORDS) {
            free(vtable);
            return NULL;
        }
        vtable[3 + i] = sink_thunk(i, interface->methods[i].n_params);
    }
    return vtable;
}
