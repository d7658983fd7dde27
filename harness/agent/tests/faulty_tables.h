#ifndef FAULTY_TABLES_H
#define FAULTY_TABLES_H

#include <windows.h>

/* A dialog with a table, tabs and OK. */
HRESULT show_tables(void);

#endif
