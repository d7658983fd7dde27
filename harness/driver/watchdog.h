/* The process that outlives the driver by a moment and tidies up behind it; see run.h. */
#ifndef IDT_DRIVER_WATCHDOG_H
#define IDT_DRIVER_WATCHDOG_H

/* Reads orders from the pipe until it closes, then tidies up. */
void watchdog_main(int pipe, const char *folder);

#endif
