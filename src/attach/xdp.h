/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ATTACH_XDP_H
#define ATTACH_XDP_H

#include "attach/attach.h"

/*
 * The program that is attached to an interface, in words: "program 17 (xdp_count) is attached there
 * in the driver by link 5"; "" if that cannot be told.
 */
void xdp_there(const struct attach_request *r, int ifindex, char *text, size_t size);

#endif
