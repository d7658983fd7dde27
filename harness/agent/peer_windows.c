#include "peer.h"

#include <stdio.h>
#include "command.h"
#include "platform.h"

static PROCESS_INFORMATION peers[TRACE_MAX_PROCESSES];

bool peer_start(const struct options *options, unsigned index, const char *channel, void (*run)(unsigned index))
{
    static WCHAR command[COMMAND_UNITS];
    STARTUPINFOW start = { .cb = sizeof start };
    char limit[16], child[16];
    size_t n = 0;

    (void)run;
    snprintf(limit, sizeof limit, "%u", options->limit_ms);
    snprintf(child, sizeof child, "%u", index);
    return command_put(command, &n, options->self, true) && command_put_option(command, &n, "--child", child) &&
           command_put_option(command, &n, "--channel", channel) &&
           command_put_option(command, &n, "--scenario", options->scenario) &&
           command_put_option(command, &n, "--trace", options->trace) &&
           command_put_option(command, &n, "--dll", options->dll) &&
           command_put_option(command, &n, "--profile", options->profile) &&
           command_put_option(command, &n, "--ui", options->ui) &&
           command_put_option(command, &n, "--limit-ms", limit) &&
           (!options->registry_reads || command_put(command, &n, "--registry-reads", false)) &&
           CreateProcessW(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &peers[index]);
}

bool peer_wait(unsigned index, HANDLE done, unsigned others, DWORD ms, unsigned *lost, DWORD *code)
{
    HANDLE handles[MAXIMUM_WAIT_OBJECTS] = { done, peers[index].hProcess };
    unsigned of[MAXIMUM_WAIT_OBJECTS] = { index, index };
    DWORD n = 2, which;

    for (unsigned i = 0; others >> i; i++)
        if (others >> i & 1 && n < MAXIMUM_WAIT_OBJECTS) {
            handles[n] = peers[i].hProcess;
            of[n++] = i;
        }
    which = WaitForMultipleObjects(n, handles, FALSE, ms) - WAIT_OBJECT_0;
    if (which == 0 || which >= n)
        return which == 0;
    *lost = of[which];
    GetExitCodeProcess(handles[which], code);
    return false;
}

void peer_join(unsigned index)
{
    if (!peers[index].hProcess)
        return;
    WaitForSingleObject(peers[index].hProcess, INFINITE);
    CloseHandle(peers[index].hThread);
    CloseHandle(peers[index].hProcess);
    peers[index].hProcess = NULL;
}

void peer_kill(unsigned index)
{
    if (peers[index].hProcess)
        TerminateProcess(peers[index].hProcess, 1);
    peer_join(index);
}

void peer_hang(unsigned index)
{
    if (peers[index].hProcess)
        SuspendThread(peers[index].hThread);
}

void peers_end(void)
{
    for (unsigned i = 0; i < TRACE_MAX_PROCESSES; i++)
        if (peers[i].hProcess)
            TerminateProcess(peers[i].hProcess, 1);
}

bool peers_start_early(void)
{
    return true; /* each compares the registry with the state it found */
}
