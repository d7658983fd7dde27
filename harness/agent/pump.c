#include "pump.h"

#include "outcome.h"
#include "platform.h"
#include "sink.h"
#include "ui.h"

static const struct ui_api *api; /* while messages are pumped */
static DWORD pumping;            /* the thread that does it */

static void handle(const MSG *msg)
{
    api->TranslateMessage(msg);
    api->DispatchMessageW(msg);
}

static void pump_waiting(void)
{
    MSG msg;

    while (api->PeekMessageW(&msg, NULL, 0, 0, PM_REMOVE))
        handle(&msg);
}

/* One that was sent does not end GetMessage(): pump_sink_called() does. The time limit of the scenario ends the wait. */
static void pump_until(const char *sink, const char *method)
{
    const unsigned before = sink_calls(sink, method);
    MSG msg;

    while (sink_calls(sink, method) == before && api->GetMessageW(&msg, NULL, 0, 0) > 0)
        handle(&msg);
}

static void pump_for(unsigned ms)
{
    const UINT_PTR timer = api->SetTimer(NULL, 0, ms, NULL);
    MSG msg;

    while (timer && api->GetMessageW(&msg, NULL, 0, 0) > 0) {
        if (!msg.hwnd && msg.message == WM_TIMER && msg.wParam == timer)
            break;
        handle(&msg);
    }
    api->KillTimer(NULL, timer);
}

bool pump(const struct step *step)
{
    const struct ui_api *const outer = api; /* of the pump whose callback this one is in */
    const DWORD outer_thread = pumping;

    api = ui_api(true);
    if (!api)
        return false;
    pumping = GetCurrentThreadId();
    control_give();
    if (step->object)
        pump_until(step->object, step->method);
    else if (step->duration.number)
        pump_for(duration_ms(step->duration));
    else
        pump_waiting();
    control_take();
    api = outer;
    pumping = outer_thread;
    return true;
}

void pump_sink_called(void)
{
    if (api)
        api->PostThreadMessageW(pumping, WM_NULL, 0, 0);
}
