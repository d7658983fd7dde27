/* Windows that only hear: message-only, so no broadcast reaches them and nobody sees them (I-22). */
#ifndef MSIDENT_MESSAGE_WINDOW_H
#define MSIDENT_MESSAGE_WINDOW_H

#include "module.h"

/* Of the calling thread, with DATA in GWLP_USERDATA; TITLE may be NULL. The class is ours and made at first use; no
 * message before WM_DESTROY needs the data. NULL: it can't be made. */
HWND message_window_create(const WCHAR *class_name, WNDPROC proc, const WCHAR *title, LONG_PTR data);

#endif
