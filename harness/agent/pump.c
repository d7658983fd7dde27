#include "pump.h"

#include "outcome.h"
#include "platform.h"
#include "sink.h"
#include "ui.h"

enum { LEAVES_AFTER_MS = 600000 };

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

/* Until the sink's method is called or the timer is due. A message that was sent does not end GetMessage():
 * pump_sink_called() does. */
static void pump_until(const struct step *step, UINT_PTR timer)
{
    /* What came while this process had no turn counts: it is shown below this step. */
    const unsigned before =
        step->object ? sink_calls(step->object, step->method) - sink_calls_heard(step->object, step->method) : 0;
    MSG msg;

    while ((!step->object || sink_calls(step->object, step->method) == before) &&
           api->GetMessageW(&msg, NULL, 0, 0) > 0) {
        if (timer && !msg.hwnd && msg.message == WM_TIMER && msg.wParam == timer)
            break;
        handle(&msg);
    }
}

/* Who waits for a call waits for as long as the scenario may take, unless he is one who leaves. */
static DWORD patience(const struct step *step)
{
    if (step->object)
        return agent.user_leaves ? LEAVES_AFTER_MS : 0;
    return duration_ms(step->duration);
}

bool pump(const struct step *step)
{
    const struct ui_api *const outer = api; /* of the pump whose callback this one is in */
    const DWORD outer_thread = pumping, ms = patience(step);
    UINT_PTR timer;

    api = ui_api(true);
    if (!api)
        return false;
    timer = ms ? api->SetTimer(NULL, 0, ms, NULL) : 0;
    pumping = GetCurrentThreadId();
    control_give();
    if (step->object || timer)
        pump_until(step, timer);
    else if (!ms)
        pump_waiting();
    control_take();
    if (timer)
        api->KillTimer(NULL, timer);
    api = outer;
    pumping = outer_thread;
    sinks_pumped();
    return true;
}

void pump_sink_called(void)
{
    if (api)
        api->PostThreadMessageW(pumping, WM_NULL, 0, 0);
}
