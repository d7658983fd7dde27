/* The POSIX half of the native platform. */
#ifndef AGENT_NATIVE_PROCESS_H
#define AGENT_NATIVE_PROCESS_H

#include <stddef.h>

/* The program that contains the DLL under test: its path and its SHA-256, read once. */
void native_program(char *path, size_t size, char sha256[65]);

#endif
