/* Numbers of the resources; also read by the resource compiler. */
#ifndef MSIDENT_UI_RESOURCE_H
#define MSIDENT_UI_RESOURCE_H

#define IDS_MAIN_IDENTITY 1

#endif
