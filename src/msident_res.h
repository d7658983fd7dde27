/* The compiled resources, for the native lane, where no loader maps them. Not part of the DLL. */
#ifndef MSIDENT_RES_H
#define MSIDENT_RES_H

extern const unsigned char msident_res[];
extern const unsigned int msident_res_size; /* in bytes */

#endif
