/* create, factory, as: steps with one out parameter, ppv. */
#include "call.h"

#include "platform.h"

enum { SLOT_QUERY_INTERFACE = 0, SLOT_RELEASE = 2, SLOT_CREATE_INSTANCE = 3 };

struct guarded_pointer {
    void *pointer;
    unsigned char guard[CALL_GUARD];
};

/* Calls FUNCTION with WORDS; the word at OUT points to ppv. */
static HRESULT call_ppv(void *function, UINT_PTR *words, unsigned n, unsigned out, void **object, bool *unhooked)
{
    struct guarded_pointer *memory = malloc(sizeof *memory);
    HRESULT hr;

    if (!memory)
        return E_OUTOFMEMORY;
    memset(memory, CALL_PATTERN, sizeof *memory);
    words[out] = (UINT_PTR)&memory->pointer;
    hr = (HRESULT)call_watched(function, words, n, unhooked);
    *object = memory->pointer;
    free(memory);
    return hr;
}

static HRESULT get_factory(const struct cat_class *class, const GUID *iid, void **object, bool *unhooked)
{
    UINT_PTR words[3] = { (UINT_PTR) & class->clsid, (UINT_PTR)iid, 0 };

    return call_ppv(platform_dll_export("DllGetClassObject"), words, 3, 2, object, unhooked);
}

static HRESULT create(const struct cat_class *class, const GUID *iid, void **object, bool *unhooked)
{
    void *factory = NULL;
    HRESULT hr = get_factory(class, &IID_IClassFactory, &factory, unhooked);

    *object = factory;
    if (FAILED(hr) || !factory || factory == pattern_pointer())
        return hr;
    UINT_PTR words[4] = { (UINT_PTR)factory, 0, (UINT_PTR)iid, 0 };
    hr = call_ppv(vtable_slot(factory, SLOT_CREATE_INSTANCE), words, 4, 3, object, unhooked);
    call_watched(vtable_slot(factory, SLOT_RELEASE), words, 1, unhooked);
    return hr;
}

static HRESULT query(void *from, const GUID *iid, void **object, bool *unhooked)
{
    UINT_PTR words[3] = { (UINT_PTR)from, (UINT_PTR)iid, 0 };

    return call_ppv(vtable_slot(from, SLOT_QUERY_INTERFACE), words, 3, 2, object, unhooked);
}

static void show(const struct step *step, const struct slot *from, HRESULT hr, void *object, struct step *shown,
                 struct arena *arena)
{
    struct value *value = arena_alloc(arena, sizeof *value);

    shown->result = (struct result){ .kind = RESULT_HRESULT, .number = (DWORD)hr, .value = value };
    if (value)
        value_of_pointer(object, step->result.value, value);
    if (SUCCEEDED(hr))
        bind_pointer(step->binds, object, from);
}

void step_object(const struct step *step, struct step *shown, struct arena *arena)
{
    const struct slot *slot = step->action == ACTION_AS ? slot_bound(step->object) : NULL;
    void *object = pattern_pointer();
    bool unhooked = false;
    HRESULT hr;
    GUID iid;

    memcpy(&iid, &step->interface->iids[0], sizeof iid);
    if (step->action == ACTION_AS && (!slot || !slot->pointer)) {
        not_run(shown, step->object, arena);
        return;
    }
    if (step->action == ACTION_AS)
        hr = query(slot->pointer, &iid, &object, &unhooked);
    else if (step->action == ACTION_FACTORY)
        hr = get_factory(step->class, &iid, &object, &unhooked);
    else
        hr = create(step->class, &iid, &object, &unhooked);
    show(step, slot, hr, object, shown, arena);
    if (unhooked)
        tag_unhooked(shown, arena);
}
