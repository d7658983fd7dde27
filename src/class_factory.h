#ifndef MSIDENT_CLASS_FACTORY_H
#define MSIDENT_CLASS_FACTORY_H

#include "module.h"

/* *object: one reference, NULL on failure. Fails: E_NOINTERFACE, E_OUTOFMEMORY. */
HRESULT class_factory_create(REFIID riid, void **object);

#endif
