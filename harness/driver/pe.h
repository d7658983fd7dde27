/* What a PE file says about itself: enough to refuse a file that no lane can run, with the reason. */
#ifndef IDT_DRIVER_PE_H
#define IDT_DRIVER_PE_H

#include "driver/problem.h"
#include "driver/str.h"

#include <stdint.h>

enum pe_machine { PE_OTHER, PE_X86, PE_X86_64 };

struct pe {
    enum pe_machine machine;
    uint16_t machine_number;
    bool is_dll;
    char version[32];    /* of the version resource, "5.0.2195.1", or "" */
    char company[128];   /* "Microsoft Corporation", or "" */
    char language[4];    /* "de", by the version resource; "": none, or one without a name here */
    struct list exports; /* names */
};

/* path: for messages only. Every offset of the file is checked: a DLL comes from anywhere. */
bool pe_read(const unsigned char *data, size_t size, const char *path, struct pe *pe, struct problem *problem);
bool pe_read_file(const char *path, struct pe *pe, struct problem *problem);
void pe_free(struct pe *pe);
/* pe_version.c: company and language out of the resources. */
void pe_read_words(const unsigned char *resources, size_t length, struct pe *pe);
const char *pe_machine_name(const struct pe *pe); /* x86-64, x86, or machine 0xNNNN */

/* Refuses what is no DLL or lacks the exports that every target needs. */
bool pe_is_target(const struct pe *pe, const char *path, struct problem *problem);

#endif
